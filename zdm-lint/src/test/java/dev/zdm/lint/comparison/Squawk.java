package dev.zdm.lint.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import dev.zdm.lint.comparison.NodeTools.Ended;

/**
 * squawk, told the server's version and that the migration tool begins a transaction.
 *
 * @param tools where it is installed
 * @param server the server's major version
 */
record Squawk(NodeTools tools, int server) implements Tool {

	/** Rules of style, which say nothing about locks, work or running code. */
	private static final String STYLE = String.join(",", "ban-char-field", "identifier-too-long",
			"prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity", "prefer-robust-stmts",
			"prefer-text-field", "prefer-timestamp-tz", "require-enum-value-ordering", "transaction-nesting");

	@Override
	public String name() throws IOException, InterruptedException {
		return this.tools.run("squawk", "--version").out().strip();
	}

	@Override
	public Opinion of(Sample sample) throws IOException, InterruptedException {
		Path script = Files.writeString(NodeTools.FOLDER.resolve("squawk.sql"), Tool.withTimeouts(sample.sql()));
		Ended ended = this.tools.run("squawk", "--pg-version=" + this.server, "--assume-in-transaction",
				"--exclude=" + STYLE, "--reporter=json", script.toAbsolutePath().toString());
		if (ended.status() > 1) {
			throw new IOException("squawk failed: " + ended);
		}
		List<String> rules = JsonPath.<List<String>>read(ended.out(), "$[*].rule_name").stream().distinct().toList();
		return rules.contains("syntax-error") ? Opinion.none("cannot parse it") : Opinion.of(rules);
	}

}
