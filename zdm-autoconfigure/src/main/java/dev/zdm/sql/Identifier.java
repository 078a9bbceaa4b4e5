package dev.zdm.sql;

import java.nio.charset.StandardCharsets;

/**
 * What PostgreSQL makes of an identifier in SQL text.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/18/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS">Identifiers
 * and Key Words</a>
 */
final class Identifier {

	/** {@code NAMEDATALEN - 1}, in bytes. */
	private static final int LONGEST = 63;

	private Identifier() {
	}

	/** Folds an unquoted identifier: ASCII letters only, as in a UTF-8 database. */
	static String fold(String identifier) {
		StringBuilder folded = new StringBuilder(identifier.length());
		for (int i = 0; i < identifier.length(); i++) {
			char c = identifier.charAt(i);
			folded.append((c >= 'A' && c <= 'Z') ? (char) (c + 'a' - 'A') : c);
		}
		return truncate(folded.toString());
	}

	/** Cuts an identifier to the bytes that the server keeps, at a character. */
	static String truncate(String identifier) {
		if (identifier.length() * 3 <= LONGEST) {
			return identifier;
		}
		int bytes = 0;
		for (int i = 0; i < identifier.length(); i += Character.charCount(identifier.codePointAt(i))) {
			bytes += Character.toString(identifier.codePointAt(i)).getBytes(StandardCharsets.UTF_8).length;
			if (bytes > LONGEST) {
				return identifier.substring(0, i);
			}
		}
		return identifier;
	}

	/** Reads the escapes of {@code U&""}. */
	static String unescape(String identifier, char escape) {
		if (identifier.indexOf(escape) < 0) {
			return identifier;
		}
		StringBuilder unescaped = new StringBuilder(identifier.length());
		int i = 0;
		while (i < identifier.length()) {
			char c = identifier.charAt(i);
			boolean six = c == escape && i + 1 < identifier.length() && identifier.charAt(i + 1) == '+';
			int digits = (c == escape) ? hexadecimal(identifier, six ? i + 2 : i + 1, six ? 6 : 4) : -1;
			if (digits >= 0) {
				unescaped.appendCodePoint(digits);
				i += six ? 8 : 5;
			}
			else {
				unescaped.append(c);
				i += (c == escape && i + 1 < identifier.length() && identifier.charAt(i + 1) == escape) ? 2 : 1;
			}
		}
		return unescaped.toString();
	}

	private static int hexadecimal(String text, int from, int length) {
		if (from + length > text.length()) {
			return -1;
		}
		int value = 0;
		for (int i = from; i < from + length; i++) {
			int digit = Character.digit(text.charAt(i), 16);
			if (digit < 0) {
				return -1;
			}
			value = value * 16 + digit;
		}
		return Character.isValidCodePoint(value) ? value : -1;
	}

}
