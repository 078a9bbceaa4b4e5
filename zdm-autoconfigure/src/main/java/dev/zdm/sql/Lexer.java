package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into tokens by the lexical rules of PostgreSQL: nested comments, dollar
 * quotes, {@code E''} strings, {@code U&""} identifiers. Text that ends inside a quote or
 * a comment ends the last token; nothing is ever thrown.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-syntax-lexical.html">Lexical
 * Structure</a>
 */
final class Lexer {

	private final String sql;

	private final List<Token> tokens = new ArrayList<>();

	private final List<Comment> comments = new ArrayList<>();

	private final boolean standardConformingStrings;

	private int position;

	private Lexer(String sql, int from, boolean standardConformingStrings) {
		this.sql = sql;
		this.position = from;
		this.standardConformingStrings = standardConformingStrings;
	}

	static Lexed lex(String sql, boolean standardConformingStrings) {
		return lex(sql, 0, sql.length(), standardConformingStrings);
	}

	/**
	 * Cuts a part of a text.
	 * @param from where it begins
	 * @param to where it ends; tokens keep their places in the whole text
	 */
	static Lexed lex(String sql, int from, int to, boolean standardConformingStrings) {
		Lexer lexer = new Lexer((to == sql.length()) ? sql : sql.substring(0, to), from, standardConformingStrings);
		while (lexer.position < to) {
			lexer.next();
		}
		return new Lexed(List.copyOf(lexer.tokens), List.copyOf(lexer.comments));
	}

	private void next() {
		char c = this.sql.charAt(this.position);
		if (Spacing.isSpace(c)) {
			this.position++;
		}
		else if (c == '-' && peek(1) == '-') {
			lineComment();
		}
		else if (c == '/' && peek(1) == '*') {
			blockComment();
		}
		else if (c == '\'') {
			add(Token.Kind.STRING,
					this.standardConformingStrings ? quoted(this.position, '\'', false) : escapeString(this.position));
		}
		else if (c == '"') {
			quotedIdentifier(this.position);
		}
		else if (c == '$' && dollarTagEnd() > 0) {
			dollarQuoted(dollarTagEnd());
		}
		else if (c == '$' && isDigit(peek(1))) {
			parameter();
		}
		else if (isIdentifierStart(c)) {
			word(c);
		}
		else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
			number();
		}
		else {
			add(Token.Kind.SYMBOL, this.position + 1);
		}
	}

	private void word(char c) {
		boolean escapeString = (c == 'e' || c == 'E') && peek(1) == '\'';
		boolean prefixedString = "bBxXnN".indexOf(c) >= 0 && peek(1) == '\'';
		boolean unicode = (c == 'u' || c == 'U') && peek(1) == '&';
		if (escapeString || prefixedString) {
			add(Token.Kind.STRING,
					escapeString ? escapeString(this.position + 1) : quoted(this.position + 1, '\'', false));
		}
		else if (unicode && peek(2) == '\'') {
			add(Token.Kind.STRING, quoted(this.position + 2, '\'', false));
		}
		else if (unicode && peek(2) == '"') {
			quotedIdentifier(this.position + 2);
		}
		else {
			int end = this.position + 1;
			while (end < this.sql.length() && isIdentifierPart(this.sql.charAt(end))) {
				end++;
			}
			add(Token.Kind.WORD, end, Identifier.fold(this.sql.substring(this.position, end)));
		}
	}

	/**
	 * What ends inside its quotes is no identifier; like a string it may hold anything.
	 */
	private void quotedIdentifier(int quote) {
		int end = quoted(quote, '"', false);
		if (!isClosed(quote, end, '"')) {
			add(Token.Kind.STRING, end);
			return;
		}
		String content = this.sql.substring(quote + 1, end - 1).replace("\"\"", "\"");
		if (quote == this.position) {
			add(Token.Kind.QUOTED_IDENTIFIER, end, Identifier.truncate(content));
			return;
		}
		int escape = escapeCharacter(end);
		add(Token.Kind.QUOTED_IDENTIFIER, (escape > 0) ? escape + 2 : end,
				Identifier.truncate(Identifier.unescape(content, (escape > 0) ? this.sql.charAt(escape) : '\\')));
	}

	/** Where the character of {@code UESCAPE 'c'} is if that stands here, else -1. */
	private int escapeCharacter(int from) {
		int i = Spacing.skip(this.sql, from);
		if (!this.sql.regionMatches(true, i, "uescape", 0, "uescape".length())) {
			return -1;
		}
		int open = Spacing.skip(this.sql, i + "uescape".length());
		return (open + 2 < this.sql.length() && this.sql.charAt(open) == '\'' && this.sql.charAt(open + 2) == '\'')
				? open + 1 : -1;
	}

	/** Whether the text from its opening quote to its end has a closing quote. */
	private boolean isClosed(int open, int end, char quote) {
		long quotes = this.sql.substring(open, end).chars().filter((c) -> c == quote).count();
		return quotes % 2 == 0;
	}

	/**
	 * The end of the string whose opening quote is at {@code open}, and of those that
	 * follow on further lines: they are one string, in which backslashes escape.
	 */
	private int escapeString(int open) {
		int end = quoted(open, '\'', true);
		for (int next = continuation(end); next > 0; next = continuation(end)) {
			end = quoted(next, '\'', true);
		}
		return end;
	}

	/** The next opening quote when a new line and nothing else is before it, else -1. */
	private int continuation(int from) {
		boolean newLine = false;
		int i = from;
		while (i < this.sql.length() && (Spacing.isSpace(this.sql.charAt(i)) || this.sql.startsWith("--", i))) {
			if (this.sql.charAt(i) == '-') {
				i = Spacing.endOfLine(this.sql, i);
			}
			else {
				newLine |= Spacing.isLineEnd(this.sql.charAt(i));
				i++;
			}
		}
		return (newLine && i < this.sql.length() && this.sql.charAt(i) == '\'') ? i : -1;
	}

	/** The end of the quoted text whose opening quote is at {@code open}. */
	private int quoted(int open, char quote, boolean backslashEscapes) {
		int i = open + 1;
		while (i < this.sql.length()) {
			char c = this.sql.charAt(i);
			if (c == '\\' && backslashEscapes) {
				i += 2;
			}
			else if (c == quote && i + 1 < this.sql.length() && this.sql.charAt(i + 1) == quote) {
				i += 2;
			}
			else if (c == quote) {
				return i + 1;
			}
			else {
				i++;
			}
		}
		return this.sql.length();
	}

	/** The offset behind {@code $tag$} when one begins here, else -1. */
	private int dollarTagEnd() {
		int i = this.position + 1;
		while (i < this.sql.length() && this.sql.charAt(i) != '$' && isIdentifierPart(this.sql.charAt(i))) {
			if (i == this.position + 1 && isDigit(this.sql.charAt(i))) {
				return -1;
			}
			i++;
		}
		return (i < this.sql.length() && this.sql.charAt(i) == '$') ? i + 1 : -1;
	}

	private void dollarQuoted(int tagEnd) {
		String tag = this.sql.substring(this.position, tagEnd);
		int close = this.sql.indexOf(tag, tagEnd);
		add(Token.Kind.STRING, (close < 0) ? this.sql.length() : close + tag.length());
	}

	private void number() {
		int end = this.position + 1;
		while (end < this.sql.length()
				&& (Character.isLetterOrDigit(this.sql.charAt(end)) || "._".indexOf(this.sql.charAt(end)) >= 0)) {
			end++;
		}
		add(Token.Kind.NUMBER, end);
	}

	private void parameter() {
		int end = this.position + 1;
		while (end < this.sql.length() && isDigit(this.sql.charAt(end))) {
			end++;
		}
		add(Token.Kind.SYMBOL, end);
	}

	private void lineComment() {
		int end = Spacing.endOfLine(this.sql, this.position);
		this.comments.add(new Comment(this.position, this.sql.substring(this.position + 2, end)));
		this.position = end;
	}

	private void blockComment() {
		int end = Spacing.endOfBlockComment(this.sql, this.position);
		boolean closed = end >= this.position + 4 && this.sql.startsWith("*/", end - 2);
		this.comments.add(new Comment(this.position, this.sql.substring(this.position + 2, closed ? end - 2 : end)));
		this.position = end;
	}

	private void add(Token.Kind kind, int end) {
		int bounded = Math.min(end, this.sql.length());
		add(kind, bounded, this.sql.substring(this.position, bounded));
	}

	private void add(Token.Kind kind, int end, String value) {
		this.tokens.add(new Token(kind, this.position, end, value));
		this.position = end;
	}

	private char peek(int ahead) {
		int i = this.position + ahead;
		return (i < this.sql.length()) ? this.sql.charAt(i) : '\0';
	}

	private static boolean isIdentifierStart(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
	}

	private static boolean isIdentifierPart(char c) {
		return isIdentifierStart(c) || isDigit(c) || c == '$';
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	record Comment(int start, String text) {
	}

	record Lexed(List<Token> tokens, List<Comment> comments) {
	}

}
