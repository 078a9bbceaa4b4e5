package dev.zdm.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Splits a text of many statements at the semicolons that end them, not at those inside
 * quotes, comments, parentheses or {@code BEGIN ATOMIC} bodies.
 */
public final class Script {

	private Script() {
	}

	/**
	 * Splits a script.
	 * @param sql the text of any number of statements
	 * @return the statements in order, without empty ones
	 */
	public static List<SqlText> split(String sql) {
		return split(sql, true);
	}

	/**
	 * Splits a script as a session with {@code standard_conforming_strings} on or off
	 * does.
	 * @param sql the text of any number of statements
	 * @param standardConformingStrings whether a backslash in a plain string is one; with
	 * false it escapes, as in {@code E''}
	 * @return the statements in order, without empty ones
	 */
	public static List<SqlText> split(String sql, boolean standardConformingStrings) {
		Lexer.Lexed lexed = Lexer.lex(sql, standardConformingStrings);
		Deque<Lexer.Comment> comments = new ArrayDeque<>(lexed.comments());
		List<SqlText> statements = new ArrayList<>();
		List<Token> current = new ArrayList<>();
		Nesting nesting = new Nesting();
		for (Token token : lexed.tokens()) {
			if (token.isSymbol(';') && nesting.isOutermost()) {
				addStatement(statements, sql, current, commentsUpTo(endOf(sql, token), comments));
				current = new ArrayList<>();
				nesting = new Nesting();
			}
			else {
				nesting.see(token, current.isEmpty() ? null : current.get(current.size() - 1));
				current.add(token);
			}
		}
		addStatement(statements, sql, current, comments);
		return List.copyOf(statements);
	}

	/** A part of a text as it is, whatever semicolons are in it. */
	static SqlText whole(String sql, int from, int to) {
		return new SqlText(sql, Lexer.lex(sql, from, to, true).tokens(), List.of());
	}

	/**
	 * Where a statement ends: a comment behind its semicolon, on its line, is its own.
	 */
	private static int endOf(String sql, Token semicolon) {
		int next = semicolon.end();
		while (next < sql.length() && (sql.charAt(next) == ' ' || sql.charAt(next) == '\t')) {
			next++;
		}
		return sql.startsWith("--", next) ? next + 1 : semicolon.end();
	}

	private static Collection<Lexer.Comment> commentsUpTo(int end, Deque<Lexer.Comment> comments) {
		List<Lexer.Comment> own = new ArrayList<>();
		while (!comments.isEmpty() && comments.getFirst().start() < end) {
			own.add(comments.removeFirst());
		}
		return own;
	}

	private static void addStatement(List<SqlText> statements, String sql, List<Token> tokens,
			Collection<Lexer.Comment> comments) {
		if (!tokens.isEmpty()) {
			statements.add(new SqlText(sql, List.copyOf(tokens), Directive.in(comments)));
		}
	}

	/**
	 * How deep in parentheses and {@code BEGIN ATOMIC … END} the text is.
	 */
	private static final class Nesting {

		private int parentheses;

		private int blocks;

		void see(Token token, @Nullable Token previous) {
			if (token.isSymbol('(')) {
				this.parentheses++;
			}
			else if (token.isSymbol(')')) {
				this.parentheses = Math.max(0, this.parentheses - 1);
			}
			else if (token.is("atomic") && previous != null && previous.is("begin")) {
				this.blocks++;
			}
			else if (previous != null && (previous.isSymbol('.') || previous.is("as"))) {
				return;
			}
			else if (this.blocks > 0 && token.is("case")) {
				this.blocks++;
			}
			else if (this.blocks > 0 && token.is("end")) {
				this.blocks--;
			}
		}

		boolean isOutermost() {
			return this.parentheses == 0 && this.blocks == 0;
		}

	}

}
