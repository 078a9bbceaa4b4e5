package dev.zdm.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import dev.zdm.sql.Statement;
import dev.zdm.sql.StatementParser;

/**
 * A statement and its place.
 *
 * @param file where it is
 * @param start the offset of its first character in the file
 * @param statement the statement
 */
record ScriptStatement(SourceFile file, int start, Statement statement) {

	/** The statements between two offsets of a file. */
	static List<ScriptStatement> in(SourceFile file, int from, int to) {
		String part = file.text().substring(from, to);
		List<ScriptStatement> statements = new ArrayList<>();
		int next = 0;
		for (SqlText text : Script.split(part)) {
			int start = part.indexOf(text.text(), afterComments(part, next));
			statements.add(new ScriptStatement(file, from + start, StatementParser.parse(text)));
			next = start + text.text().length();
		}
		return List.copyOf(statements);
	}

	String sql() {
		return this.statement.text().text();
	}

	Position position() {
		return this.file.position(this.start);
	}

	Position end() {
		return this.file.position(this.start + sql().length());
	}

	/**
	 * The command. What is not DDL has its first word.
	 */
	String kind() {
		String sql = sql();
		return this.statement.kind().equals("OTHER") ? sql.split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT)
				: this.statement.kind();
	}

	/** Where the next statement begins: behind comments, white space and semicolons. */
	private static int afterComments(String sql, int from) {
		int position = from;
		while (position < sql.length()) {
			if (sql.startsWith("--", position)) {
				int end = sql.indexOf('\n', position);
				position = (end < 0) ? sql.length() : end + 1;
			}
			else if (sql.startsWith("/*", position)) {
				position = blockCommentEnd(sql, position);
			}
			else if (sql.charAt(position) == ';' || sql.charAt(position) <= ' ') {
				position++;
			}
			else {
				break;
			}
		}
		return position;
	}

	private static int blockCommentEnd(String sql, int start) {
		int depth = 0;
		int position = start;
		do {
			if (sql.startsWith("/*", position)) {
				depth++;
				position += 2;
			}
			else if (sql.startsWith("*/", position)) {
				depth--;
				position += 2;
			}
			else {
				position++;
			}
		}
		while (depth > 0 && position < sql.length());
		return position;
	}

}
