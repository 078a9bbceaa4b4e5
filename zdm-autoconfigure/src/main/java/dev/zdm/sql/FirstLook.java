package dev.zdm.sql;

import java.util.Locale;
import java.util.Set;

/**
 * The one look at a text that every statement of the application pays for.
 */
final class FirstLook {

	private static final int LONGEST_WORD = StatementParser.DDL.stream().mapToInt(String::length).max().orElseThrow();

	/** What {@code EXPLAIN ANALYZE} can run of it. */
	private static final Set<String> EXPLAINED = Set.of("create", "refresh");

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

	private static boolean isDdlWord(String sql, int start) {
		int end = start;
		while (end < sql.length() && Character.isLetter(sql.charAt(end)) && end - start <= LONGEST_WORD) {
			end++;
		}
		if (end - start > LONGEST_WORD) {
			return false;
		}
		String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
		return StatementParser.DDL.contains(word) || (word.equals("explain") && explainsDdl(sql));
	}

	private static boolean explainsDdl(String sql) {
		String folded = sql.toLowerCase(Locale.ROOT);
		return folded.contains("analy") && EXPLAINED.stream().anyMatch(folded::contains);
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
			if (Lexer.isSpace(c) || c == '(') {
				i++;
			}
			else if (sql.startsWith("/*", i)) {
				i = Lexer.endOfBlockComment(sql, i);
			}
			else if (sql.startsWith("--", i)) {
				i = Lexer.endOfLine(sql, i);
			}
			else {
				return (c == '{' || c == '?') ? i : -1;
			}
		}
		return -1;
	}

	private static boolean isBlank(String sql, int from) {
		for (int i = from; i < sql.length(); i++) {
			if (!Lexer.isSpace(sql.charAt(i))) {
				return false;
			}
		}
		return true;
	}

}
