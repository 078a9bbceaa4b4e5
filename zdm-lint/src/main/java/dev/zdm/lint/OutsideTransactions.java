package dev.zdm.lint;

import java.util.regex.Pattern;

import dev.zdm.sql.Statement;

/**
 * Knows the statements that PostgreSQL does not run in a transaction block.
 *
 * @see <a href=
 * "https://documentation.red-gate.com/fd/migration-transaction-handling-273973399.html">
 * Flyway: Migration transaction handling</a>
 */
final class OutsideTransactions {

	/** Those for which Flyway, too, leaves out the transaction. */
	private static final Pattern KNOWN_TO_TOOLS = Pattern.compile("(?i)(?:"
			+ String.join("|", "(?:create|drop) (?:database|tablespace|subscription)\\b.*",
					"create (?:unique )?index concurrently\\b.*", "drop index concurrently\\b.*",
					"reindex\\b.*\\bconcurrently\\b.*", "reindex (?:\\(.*?\\) ?)?(?:schema|database|system)\\b.*",
					"vacuum\\b.*", "discard all", "alter system\\b.*", "alter database\\b.* set tablespace\\b.*")
			+ ")");

	private static final Pattern OTHERS = Pattern
		.compile("(?i)(?:alter table\\b.* detach partition\\b.* concurrently|cluster(?: verbose)?)");

	private OutsideTransactions() {
	}

	/** Whether a tool runs a script without a transaction because of a statement. */
	static boolean requires(Statement statement, Migration.Tool tool) {
		String sql = statement.text().redacted().replaceAll("\\s+", " ").strip();
		return KNOWN_TO_TOOLS.matcher(sql).matches() || (tool == Migration.Tool.NONE && OTHERS.matcher(sql).matches());
	}

}
