package dev.zdm.lint.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.zdm.lint.Linted;
import dev.zdm.lint.comparison.NodeTools.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Checks what {@code --format sarif} writes against the schema of SARIF 2.1.0: build
 * profile {@code compare}.
 */
@EnabledIfSystemProperty(named = "zdm.compare", matches = "true")
class SarifSchemaTests {

	private static final Path CHECK = Path.of("src/test/comparison/sarif.cjs");

	@TempDir
	Path folder;

	@Test
	void everyKindOfReportIsValid() throws IOException, InterruptedException {
		NodeTools node = NodeTools.install();
		assumeTrue(node != null, "Node is not here, or npm cannot install the schema");
		save("history", "src/test/resources/shop");
		save("clean", script("V1__clean.sql", "create table t (id int);"));
		save("a name with blanks, % and ü", script("V1__a b%ü[#]?.sql", "create table t (id int);\ndrop table t;"),
				script("V2__next.sql", "create table t (id int);"),
				script("V3__last.sql", "create index i on t (id); drop table t;"));
		save("allowed", script("V1__t.sql", "create table t (id int);"), script("V2__i.sql",
				"-- zdm:allow ZDM010 reason=\"nobody \\ writes\ttonight\"\ncreate index i on t (id);"));
		save("several-lines", script("V1__t.sql", "create table t (id int);"),
				script("V2__i.sql", "create index i\n\ton t (id)\n;"));
		save("unknown", script("V1__t.sql", "create table t (id int);"),
				script("V2__u.sql", "alter table t frobnicate"));
		save("rejected", script("V1__wrong.sql", "create table t (id int);\nselect * from nothing;"));
		save("rejected-at-once", script("V1__wrong.sql", "selekt"));
		save("placeholder", script("V1__wrong.sql", "create table ${name} (id int)"));
		save("refused-by-the-transaction", script("V1__t.sql", "create table t (id int)"),
				script("V2__both.sql", "alter table t add column a int; create index i on t (id);"));
		Ended checked = node.node(CHECK, this.folder);
		assertThat(checked.status()).as(checked.out() + checked.err()).isZero();
	}

	@Test
	void theCheckFindsWhatIsWrong() throws IOException, InterruptedException {
		NodeTools node = NodeTools.install();
		assumeTrue(node != null, "Node is not here, or npm cannot install the schema");
		save("wrong", "src/test/resources/shop");
		Path report = this.folder.resolve("wrong.sarif");
		Files.writeString(report, Files.readString(report).replace("\"startLine\": 2", "\"startLine\": 0"));
		assertThat(node.node(CHECK, this.folder).out()).contains("wrong.sarif").contains("startLine");
	}

	private void save(String name, String... scripts) throws IOException {
		String[] words = new String[scripts.length + 2];
		words[0] = "--format";
		words[1] = "sarif";
		System.arraycopy(scripts, 0, words, 2, scripts.length);
		Linted linted = Linted.on(words);
		assertThat(linted.out()).as(linted.toString()).isNotEmpty();
		Files.writeString(this.folder.resolve(name + ".sarif"), linted.out());
	}

	private String script(String name, String sql) throws IOException {
		Path scripts = Files.createDirectories(Files.createTempDirectory(this.folder, "scripts"));
		return Files.writeString(scripts.resolve(name), sql).toString();
	}

}
