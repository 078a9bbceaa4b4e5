package dev.zdm.sql;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A place in the tokens of a statement, moved forward by what is recognised there.
 */
final class Cursor {

	private final SqlText text;

	private final int end;

	private int index;

	Cursor(SqlText text) {
		this(text, 0, text.tokens().size());
	}

	Cursor(SqlText text, int from, int end) {
		this.text = text;
		this.index = from;
		this.end = end;
	}

	boolean atEnd() {
		return this.index >= this.end;
	}

	int index() {
		return this.index;
	}

	int end() {
		return this.end;
	}

	@Nullable Token peek() {
		return peek(0);
	}

	@Nullable Token peek(int ahead) {
		return (this.index + ahead < this.end) ? this.text.tokens().get(this.index + ahead) : null;
	}

	boolean at(String word) {
		Token token = peek();
		return token != null && token.is(word);
	}

	boolean atAny(Set<String> words) {
		Token token = peek();
		return token != null && token.kind() == Token.Kind.WORD && words.contains(token.value());
	}

	boolean atSymbol(char symbol) {
		Token token = peek();
		return token != null && token.isSymbol(symbol);
	}

	/** Moves behind the word that stands here if it is one of these. */
	boolean acceptAny(Set<String> words) {
		if (atAny(words)) {
			this.index++;
			return true;
		}
		return false;
	}

	boolean atKind(Token.Kind kind) {
		Token token = peek();
		return token != null && token.kind() == kind;
	}

	/** Whether a symbol stands behind the token that stands here. */
	boolean isNextSymbol(char symbol) {
		Token next = peek(1);
		return next != null && next.isSymbol(symbol);
	}

	boolean isNext(String word) {
		Token next = peek(1);
		return next != null && next.is(word);
	}

	/** Moves behind these words if all of them stand here, in order. */
	boolean accept(String... words) {
		for (int i = 0; i < words.length; i++) {
			Token token = peek(i);
			if (token == null || !token.is(words[i])) {
				return false;
			}
		}
		this.index += words.length;
		return true;
	}

	boolean acceptSymbol(char symbol) {
		if (atSymbol(symbol)) {
			this.index++;
			return true;
		}
		return false;
	}

	void expectSymbol(char symbol) {
		if (!acceptSymbol(symbol)) {
			throw notUnderstood(String.valueOf(symbol));
		}
	}

	void expect(String... words) {
		if (!accept(words)) {
			throw notUnderstood(words[0]);
		}
	}

	String name() {
		Token token = peek();
		if (token == null || !token.isName()) {
			throw notUnderstood("a name");
		}
		this.index++;
		return token.value();
	}

	/**
	 * A name with at most one schema before it; a database's name before that is dropped.
	 */
	QualifiedName qualifiedName() {
		String schema = null;
		String name = name();
		while (acceptSymbol('.')) {
			schema = name;
			name = name();
		}
		return new QualifiedName(schema, name);
	}

	/**
	 * The table of a command that may leave its descendants out.
	 * @param only whether {@code ONLY} stood before; then parentheses may be around it
	 */
	QualifiedName table(boolean only) {
		boolean enclosed = only && acceptSymbol('(');
		QualifiedName name = qualifiedName();
		if (enclosed) {
			expectSymbol(')');
		}
		acceptSymbol('*');
		return name;
	}

	/**
	 * Moves behind the next token if there is one, or behind the whole group when a
	 * parenthesis or a bracket opens.
	 */
	void skip() {
		int depth = 0;
		do {
			if (atSymbol('(') || atSymbol('[')) {
				depth++;
			}
			else if (depth > 0 && (atSymbol(')') || atSymbol(']'))) {
				depth--;
			}
			this.index = Math.min(this.index + 1, this.end);
		}
		while (depth > 0 && !atEnd());
	}

	/** Moves behind the next token, into a group if one opens there. */
	void advance() {
		this.index = Math.min(this.index + 1, this.end);
	}

	/** Moves behind a group in parentheses if one opens here. */
	boolean acceptGroup() {
		boolean group = atSymbol('(');
		if (group) {
			skip();
		}
		return group;
	}

	void expectGroup() {
		if (!acceptGroup()) {
			throw notUnderstood("(");
		}
	}

	void expectEnd() {
		if (!atEnd()) {
			throw notUnderstood("the end");
		}
	}

	void skipRest() {
		this.index = this.end;
	}

	/** The source from a token up to the cursor. */
	String textFrom(int from) {
		return this.text.slice(from, this.index);
	}

	/** The same, with unquoted words folded to lower case. */
	String foldedFrom(int from) {
		return this.text.folded(from, this.index);
	}

	/** The source from the cursor to the end. */
	String rest() {
		return this.text.slice(this.index, this.end);
	}

	/** The text is not what it would have to be here. */
	NotUnderstoodException notUnderstood(String expected) {
		int token = Math.min(this.index, this.text.tokens().size() - 1);
		return new NotUnderstoodException(expected, (token < 0) ? 0 : this.text.tokens().get(token).start());
	}

	/**
	 * The text has not the shape that was looked for; never leaves this package.
	 */
	static final class NotUnderstoodException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int position;

		NotUnderstoodException(String expected, int position) {
			super("Expected " + expected, null, false, false);
			this.position = position;
		}

		/** Where the text is not understood, as an offset in the source. */
		int position() {
			return this.position;
		}

		String reason() {
			return String.valueOf(getMessage());
		}

	}

}
