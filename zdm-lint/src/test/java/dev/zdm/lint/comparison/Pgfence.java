package dev.zdm.lint.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import dev.zdm.lint.comparison.NodeTools.Ended;

/**
 * pgfence, told the server's version. It looks at transactions only where the script
 * itself begins one, so the script does. Its risks SAFE and LOW are remarks, except that
 * it says LOW of renamed columns.
 *
 * @param tools where it is installed
 * @param server the server's major version
 */
record Pgfence(NodeTools tools, int server) implements Tool {

	@Override
	public String name() throws IOException, InterruptedException {
		return "pgfence " + this.tools.run("pgfence", "--version").out().strip();
	}

	@Override
	public Opinion of(Sample sample) throws IOException, InterruptedException {
		Path script = Files.writeString(NodeTools.FOLDER.resolve("pgfence.sql"),
				Tool.withTimeouts("begin;\n" + sample.sql()) + "commit;\n");
		Ended ended = this.tools.run("pgfence", "analyze", "--output", "json", "--min-pg-version",
				Integer.toString(this.server), script.toAbsolutePath().toString());
		if (ended.status() != 0) {
			return Opinion.none("cannot parse it");
		}
		DocumentContext json = JsonPath.parse(ended.out());
		List<String> rules = new ArrayList<>(json.<List<String>>read(
				"$.results[*].checks[?(@.risk in ['MEDIUM', 'HIGH', 'CRITICAL'] || @.ruleId == 'rename-column')].ruleId"));
		rules.addAll(json.<List<String>>read("$.results[*].policyViolations[*].ruleId"));
		boolean leftOut = rules.isEmpty()
				&& !json.<List<String>>read("$.results[*].extractionWarnings[*].message").isEmpty();
		return leftOut ? Opinion.none("does not look into it") : Opinion.of(rules.stream().distinct().toList());
	}

}
