package dev.zdm.sql;

import java.util.ArrayList;
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
		Lexer.Lexed lexed = Lexer.lex(sql);
		List<SqlText> statements = new ArrayList<>();
		List<Token> current = new ArrayList<>();
		Nesting nesting = new Nesting();
		int from = 0;
		for (Token token : lexed.tokens()) {
			if (token.isSymbol(';') && nesting.isOutermost()) {
				addStatement(statements, sql, current, lexed.comments(), from, token.start());
				current = new ArrayList<>();
				nesting = new Nesting();
				from = token.end();
			}
			else {
				nesting.see(token, current.isEmpty() ? null : current.get(current.size() - 1));
				current.add(token);
			}
		}
		addStatement(statements, sql, current, lexed.comments(), from, sql.length());
		return List.copyOf(statements);
	}

	private static void addStatement(List<SqlText> statements, String sql, List<Token> tokens,
			List<Lexer.Comment> comments, int from, int to) {
		if (!tokens.isEmpty()) {
			List<Lexer.Comment> own = comments.stream()
				.filter((comment) -> comment.start() >= from && comment.start() < to)
				.toList();
			statements.add(new SqlText(sql, List.copyOf(tokens), Directive.in(own)));
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
