package dev.zdm.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The text of one SQL statement, without the semicolon behind it.
 */
public final class SqlText {

	private static final Set<String> TYPES_WITH_MODIFIER = Set.of("varchar", "varying", "char", "character", "bpchar",
			"numeric", "decimal", "bit", "varbit", "time", "timestamp", "timestamptz", "interval", "float");

	private final String source;

	private final List<Token> tokens;

	private final List<Directive> directives;

	SqlText(String source, List<Token> tokens, List<Directive> directives) {
		this.source = source;
		this.tokens = tokens;
		this.directives = directives;
	}

	/**
	 * The text as it was written, from its first token to its last.
	 * @return the text; empty when there is nothing but comments
	 */
	public String text() {
		return this.tokens.isEmpty() ? "" : slice(0, this.tokens.size());
	}

	/**
	 * The words to zdm in the comments before and in the statement.
	 * @return the directives, in order
	 */
	public List<Directive> directives() {
		return this.directives;
	}

	/**
	 * The text with every literal replaced and every comment left out, fit for endpoints
	 * and logs. Type modifiers such as the length of a {@code varchar} stay.
	 * @return the text, with a question mark for each string and number
	 */
	public String redacted() {
		StringBuilder redacted = new StringBuilder();
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			redacted.append((i > 0) ? gapBefore(i) : "")
				.append((token.isLiteral() && !isTypeModifier(i)) ? "?"
						: this.source.substring(token.start(), token.end()));
		}
		return redacted.toString();
	}

	/** The white space between a token and the one before; comments count as such. */
	private String gapBefore(int index) {
		String gap = this.source.substring(this.tokens.get(index - 1).end(), this.tokens.get(index).start());
		return gap.isBlank() ? gap : " ";
	}

	/**
	 * The text with its question marks numbered, as the server knows parameters.
	 * @return the text with {@code $1}, {@code $2} and so on
	 */
	public Numbered numbered() {
		StringBuilder numbered = new StringBuilder();
		int parameters = 0;
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			String written = this.source.substring(token.start(), token.end());
			numbered.append((i > 0) ? gapBefore(i) : "");
			if (isDoubled(i)) {
				i++;
			}
			else if (token.isSymbol('?')) {
				written = "$" + ++parameters;
			}
			numbered.append(written);
		}
		return new Numbered(numbered.toString(), parameters);
	}

	/** Two question marks are an operator's one. */
	private boolean isDoubled(int index) {
		Token token = this.tokens.get(index);
		Token next = (index + 1 < this.tokens.size()) ? this.tokens.get(index + 1) : null;
		return token.isSymbol('?') && next != null && next.isSymbol('?') && next.start() == token.end();
	}

	/**
	 * A text with numbered parameters.
	 *
	 * @param text the text
	 * @param parameters how many it has
	 */
	public record Numbered(String text, int parameters) {
	}

	/**
	 * Whether words stand one after another in the text, outside of literals.
	 * @param words key words or unquoted names in lower case, quoted names without their
	 * quotes, symbols
	 * @return whether they are there
	 */
	public boolean says(String... words) {
		List<String> wanted = List.of(words);
		return IntStream.rangeClosed(0, this.tokens.size() - wanted.size())
			.anyMatch((start) -> this.tokens.subList(start, start + wanted.size())
				.stream()
				.map((token) -> token.isLiteral() ? "" : token.value())
				.toList()
				.equals(wanted));
	}

	/**
	 * What identifies the statement however it is laid out: a hash of its tokens.
	 * @return 64 hexadecimal digits
	 */
	public String fingerprint() {
		StringBuilder normalized = new StringBuilder();
		for (Token token : this.tokens) {
			normalized.append(token.kind().ordinal()).append(token.value()).append('\0');
		}
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(normalized.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Where the statement stands in the text that it was split from.
	 * @return its place, from its first token to its last
	 */
	public Range range() {
		return range(0, this.tokens.size());
	}

	/** Where tokens stand in the source. */
	Range range(int from, int to) {
		if (this.tokens.isEmpty()) {
			return new Range(0, 0);
		}
		int first = this.tokens.get(Math.min(from, this.tokens.size() - 1)).start();
		return (from >= to) ? new Range(first, first) : new Range(first, this.tokens.get(to - 1).end());
	}

	/** A statement within this one. */
	SqlText part(int from, int to) {
		return new SqlText(this.source, this.tokens.subList(from, to), List.of());
	}

	List<Token> tokens() {
		return this.tokens;
	}

	String source() {
		return this.source;
	}

	/** The source of the tokens from {@code from} up to, not including, {@code to}. */
	String slice(int from, int to) {
		return (from >= to) ? "" : this.source.substring(this.tokens.get(from).start(), this.tokens.get(to - 1).end());
	}

	/**
	 * The source of the tokens, with unquoted words folded to lower case.
	 */
	String folded(int from, int to) {
		StringBuilder folded = new StringBuilder();
		for (int i = from; i < to; i++) {
			Token token = this.tokens.get(i);
			folded.append((i > from) ? gapBefore(i) : "")
				.append((token.kind() == Token.Kind.WORD) ? token.value()
						: this.source.substring(token.start(), token.end()));
		}
		return folded.toString();
	}

	private boolean isTypeModifier(int index) {
		int open = index - 1;
		while (open > 0 && (this.tokens.get(open).isSymbol(',') || this.tokens.get(open).isSymbol('-')
				|| this.tokens.get(open).kind() == Token.Kind.NUMBER)) {
			open--;
		}
		return this.tokens.get(index).kind() == Token.Kind.NUMBER && open > 0 && this.tokens.get(open).isSymbol('(')
				&& this.tokens.get(open - 1).kind() == Token.Kind.WORD
				&& TYPES_WITH_MODIFIER.contains(this.tokens.get(open - 1).value());
	}

	@Override
	public String toString() {
		return text();
	}

}
