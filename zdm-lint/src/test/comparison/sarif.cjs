// Checks SARIF files against the schema of SARIF 2.1.0: node sarif.cjs FOLDER
const fs = require('fs');
const path = require('path');
const ajv = new (require('ajv'))({ allErrors: true, format: 'full', schemaId: 'auto' });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const isSarif = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

let invalid = 0;
for (const file of fs.readdirSync(process.argv[2]).filter((name) => name.endsWith('.sarif'))) {
	if (!isSarif(JSON.parse(fs.readFileSync(path.join(process.argv[2], file), 'utf8')))) {
		invalid++;
		console.log(file + '\n' + JSON.stringify(isSarif.errors, null, 2));
	}
}
process.exitCode = invalid ? 1 : 0;
