package dev.zdm.jdbc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import dev.zdm.sql.Statement;
import dev.zdm.sql.StatementParser;

/**
 * The statements of a script that say something to zdm in their comments. A tool that
 * leaves comments out would leave that out, too.
 */
final class WrittenScript {

	private static final String WORD = "zdm:";

	private final String text;

	private final Map<String, SqlText> byFingerprint = new HashMap<>();

	WrittenScript(String text) {
		this.text = text;
		if (text.contains(WORD)) {
			Script.split(text)
				.stream()
				.filter((statement) -> !statement.directives().isEmpty())
				.forEach((statement) -> this.byFingerprint.putIfAbsent(statement.fingerprint(), statement));
		}
	}

	boolean isOf(String script) {
		return this.text.equals(script);
	}

	/** The same statements, with their comments where these say something. */
	List<Statement> asWritten(List<Statement> statements) {
		return this.byFingerprint.isEmpty() ? statements : statements.stream().map(this::asWritten).toList();
	}

	private Statement asWritten(Statement statement) {
		SqlText written = this.byFingerprint.get(statement.text().fingerprint());
		return (written != null && statement.text().directives().isEmpty()) ? StatementParser.parse(written)
				: statement;
	}

}
