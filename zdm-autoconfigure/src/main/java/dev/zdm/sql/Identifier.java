package dev.zdm.sql;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	private static final Pattern ESCAPE = Pattern.compile("\\\\(?:(\\\\)|\\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4}))");

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

	/** Reads the escapes of {@code U&""}, with the backslash that is their default. */
	static String unescape(String identifier) {
		Matcher escape = ESCAPE.matcher(identifier);
		return escape.replaceAll((found) -> {
			String digits = (found.group(2) != null) ? found.group(2) : found.group(3);
			int codePoint = (digits != null) ? Integer.parseInt(digits, 16) : '\\';
			return Matcher.quoteReplacement(
					Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : found.group());
		});
	}

}
