package dev.zdm.sql;

import java.util.Locale;

/**
 * The one look at a text that every statement of the application pays for.
 */
final class FirstLook {

	private static final String[][] DDL_BY_LETTER = byLetter();

	private FirstLook() {
	}

	static boolean mayHoldDdl(String sql) {
		int start = firstWord(sql);
		if (start < 0 || isDdlWord(sql, start)) {
			return true;
		}
		int semicolon = sql.indexOf(';', start);
		return semicolon >= 0 && !isBlank(sql, semicolon + 1);
	}

	/** Whether such a word begins here and no further letter follows it. */
	private static boolean isDdlWord(String sql, int start) {
		int letter = (sql.charAt(start) | ' ') - 'a';
		if (letter < 0 || letter >= DDL_BY_LETTER.length) {
			return false;
		}
		for (String word : DDL_BY_LETTER[letter]) {
			if (isWord(sql, start, word)) {
				return true;
			}
		}
		return letter == 'e' - 'a' && isWord(sql, start, "explain") && explainsDdl(sql);
	}

	private static boolean isWord(String sql, int start, String word) {
		int end = start + word.length();
		return sql.regionMatches(true, start, word, 0, word.length())
				&& (end == sql.length() || !Character.isLetter(sql.charAt(end)));
	}

	/** What {@code EXPLAIN ANALYZE} can run of DDL. */
	private static boolean explainsDdl(String sql) {
		String folded = sql.toLowerCase(Locale.ROOT);
		return folded.contains("analy") && (folded.contains("create") || folded.contains("refresh"));
	}

	private static String[][] byLetter() {
		String[][] words = new String['z' - 'a' + 1][];
		for (int i = 0; i < words.length; i++) {
			char letter = (char) ('a' + i);
			words[i] = StatementParser.DDL.stream().filter((word) -> word.charAt(0) == letter).toArray(String[]::new);
		}
		return words;
	}

	/**
	 * The offset of the first letter behind white space and comments, or -1 when
	 * something else comes.
	 */
	private static int firstWord(String sql) {
		int i = 0;
		while (i < sql.length()) {
			char c = sql.charAt(i);
			if (Character.isLetter(c)) {
				return i;
			}
			if (Spacing.isSpace(c) || c == '(') {
				i++;
			}
			else if (sql.startsWith("/*", i)) {
				i = Spacing.endOfBlockComment(sql, i);
			}
			else if (sql.startsWith("--", i)) {
				i = Spacing.endOfLine(sql, i);
			}
			else {
				return (c == '{' || c == '?') ? i : -1;
			}
		}
		return -1;
	}

	private static boolean isBlank(String sql, int from) {
		for (int i = from; i < sql.length(); i++) {
			if (!Spacing.isSpace(sql.charAt(i))) {
				return false;
			}
		}
		return true;
	}

}
