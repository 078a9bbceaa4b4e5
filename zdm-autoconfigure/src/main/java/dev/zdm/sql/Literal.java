package dev.zdm.sql;

/**
 * String literals and what they hold.
 */
final class Literal {

	private Literal() {
	}

	/** The content of the string that stands here. */
	static String read(Cursor cursor) {
		Token token = cursor.peek();
		if (token == null || token.kind() != Token.Kind.STRING) {
			throw cursor.notUnderstood("a string");
		}
		cursor.skip();
		return content(token.value());
	}

	/** What a literal holds, the escapes of the simple kind resolved. */
	static String content(String literal) {
		if (literal.startsWith("$")) {
			int tag = literal.indexOf('$', 1) + 1;
			return (literal.length() >= 2 * tag && literal.endsWith(literal.substring(0, tag)))
					? literal.substring(tag, literal.length() - tag) : literal.substring(tag);
		}
		int open = literal.indexOf('\'');
		boolean closed = literal.length() > open + 1 && literal.endsWith("'");
		String inner = literal.substring(open + 1, closed ? literal.length() - 1 : literal.length());
		boolean escapes = open > 0 && Character.toLowerCase(literal.charAt(0)) == 'e';
		return escapes ? unescape(inner) : inner.replace("''", "'");
	}

	private static String unescape(String inner) {
		StringBuilder content = new StringBuilder();
		for (int i = 0; i < inner.length(); i++) {
			char c = inner.charAt(i);
			boolean pair = i + 1 < inner.length() && (c == '\\' || (c == '\'' && inner.charAt(i + 1) == '\''));
			if (pair) {
				i++;
				char escaped = inner.charAt(i);
				content.append((c == '\\') ? control(escaped) : escaped);
			}
			else {
				content.append(c);
			}
		}
		return content.toString();
	}

	private static char control(char escaped) {
		return switch (escaped) {
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'b' -> '\b';
			case 'f' -> '\f';
			default -> escaped;
		};
	}

}
