package dev.zdm.sql;

/**
 * White space and comments: what stands between tokens.
 */
final class Spacing {

	private Spacing() {
	}

	/**
	 * White space as the server sees it, the vertical tab from 16 on. A no-break space or
	 * a byte order mark is a letter to it.
	 */
	static boolean isSpace(char c) {
		return c == ' ' || (c >= '\t' && c <= '\r');
	}

	static boolean isLineEnd(char c) {
		return c == '\n' || c == '\r';
	}

	/** The offset of what is not white space. */
	static int skip(String sql, int from) {
		int i = from;
		while (i < sql.length() && isSpace(sql.charAt(i))) {
			i++;
		}
		return i;
	}

	/** The offset of the end of a line. */
	static int endOfLine(String sql, int from) {
		int end = from;
		while (end < sql.length() && !isLineEnd(sql.charAt(end))) {
			end++;
		}
		return end;
	}

	/** The offset behind a comment, which may hold others, that begins here. */
	static int endOfBlockComment(String sql, int from) {
		int depth = 0;
		int i = from;
		do {
			if (sql.startsWith("/*", i)) {
				depth++;
				i += 2;
			}
			else if (sql.startsWith("*/", i)) {
				depth--;
				i += 2;
			}
			else {
				i++;
			}
		}
		while (depth > 0 && i < sql.length());
		return Math.min(i, sql.length());
	}

}
