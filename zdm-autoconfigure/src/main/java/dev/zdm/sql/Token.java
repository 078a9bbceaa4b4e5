package dev.zdm.sql;

/**
 * One lexical element of SQL text, with its place in the source.
 *
 * @param kind what it is
 * @param start offset of its first character
 * @param end offset behind its last character
 * @param value a key word or unquoted identifier folded to lower case, a quoted
 * identifier without its quotes, anything else as written
 */
record Token(Kind kind, int start, int end, String value) {

	enum Kind {

		WORD, QUOTED_IDENTIFIER, STRING, NUMBER, SYMBOL

	}

	boolean is(String word) {
		return this.kind == Kind.WORD && this.value.equals(word);
	}

	boolean isSymbol(char symbol) {
		return this.kind == Kind.SYMBOL && this.value.length() == 1 && this.value.charAt(0) == symbol;
	}

	boolean isName() {
		return this.kind == Kind.WORD || this.kind == Kind.QUOTED_IDENTIFIER;
	}

	boolean isLiteral() {
		return this.kind == Kind.STRING || this.kind == Kind.NUMBER;
	}

}
