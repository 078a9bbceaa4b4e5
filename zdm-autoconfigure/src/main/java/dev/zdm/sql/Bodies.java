package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the statements that PostgreSQL analyses, and so locks for, when it creates what
 * holds them: the body of an SQL function, the actions of a rule, the objects of a
 * schema.
 */
public final class Bodies {

	private static final Set<String> ELEMENTS = Set.of("create", "grant");

	private Bodies() {
	}

	/**
	 * The statements in a {@code CREATE}.
	 * @param create a statement that creates something
	 * @return the statements in it, in order; none when it holds none or they are not
	 * found
	 */
	public static List<Statement> of(CreateObject create) {
		try {
			return switch (create.type()) {
				case FUNCTION, PROCEDURE -> routine(create.text());
				case RULE -> rule(create.text());
				case SCHEMA -> elements(create.text());
				default -> List.of();
			};
		}
		catch (Cursor.NotUnderstoodException ex) {
			return List.of();
		}
	}

	private static List<Statement> routine(SqlText text) {
		Cursor cursor = new Cursor(text);
		boolean sql = false;
		Token body = null;
		while (!cursor.atEnd()) {
			if (cursor.accept("begin", "atomic")) {
				return statements(text, cursor, "end");
			}
			if (cursor.accept("language")) {
				String language = cursor.atKind(Token.Kind.STRING) ? Literal.read(cursor) : cursor.name();
				sql = language.toLowerCase(Locale.ROOT).equals("sql");
			}
			else if (cursor.accept("as") && cursor.atKind(Token.Kind.STRING)) {
				body = cursor.peek();
			}
			else {
				cursor.skip();
			}
		}
		return (sql && body != null)
				? Script.split(Literal.content(body.value())).stream().map(StatementParser::parse).toList() : List.of();
	}

	private static List<Statement> rule(SqlText text) {
		Cursor cursor = new Cursor(text);
		while (!cursor.atEnd() && !cursor.at("do")) {
			cursor.skip();
		}
		cursor.expect("do");
		if (!cursor.accept("also")) {
			cursor.accept("instead");
		}
		cursor.acceptSymbol('(');
		return statements(text, cursor, ")");
	}

	/** Statements with semicolons between them. */
	private static List<Statement> statements(SqlText text, Cursor cursor, String end) {
		List<Statement> statements = new ArrayList<>();
		while (!cursor.atEnd() && !cursor.at(end) && !cursor.atSymbol(')')) {
			int from = cursor.index();
			while (!cursor.atEnd() && !cursor.atSymbol(';') && !cursor.atSymbol(')')) {
				cursor.skip();
			}
			if (cursor.index() > from) {
				statements.add(StatementParser.parse(text.part(from, cursor.index())));
			}
			cursor.acceptSymbol(';');
		}
		return statements;
	}

	private static List<Statement> elements(SqlText text) {
		List<Statement> statements = new ArrayList<>();
		Cursor cursor = new Cursor(text);
		cursor.skip();
		int from = -1;
		while (!cursor.atEnd()) {
			if (cursor.atAny(ELEMENTS)) {
				if (from >= 0) {
					statements.add(StatementParser.parse(text.part(from, cursor.index())));
				}
				from = cursor.index();
			}
			cursor.skip();
		}
		if (from >= 0) {
			statements.add(StatementParser.parse(text.part(from, cursor.end())));
		}
		return statements;
	}

}
