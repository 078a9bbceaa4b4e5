package dev.zdm.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Understands one statement. What it does not understand is still a statement, with its
 * leading key words; it never throws on any text. Time and memory grow with the length of
 * the text and no faster.
 */
public final class StatementParser {

	/**
	 * The words with which a statement begins that is more than the driver's business.
	 */
	static final Set<String> DDL = Set.of("create", "alter", "drop", "truncate", "comment", "grant", "revoke",
			"reindex", "cluster", "refresh", "do", "security", "import", "reassign", "vacuum");

	private static final Set<String> NOISE = Set.of("or", "replace", "unique", "temp", "temporary", "unlogged",
			"global", "local", "recursive", "trusted", "procedural", "if", "not", "exists", "constraint");

	private static final Set<String> ALONE = Set.of("do", "vacuum", "truncate", "grant", "revoke", "cluster");

	/** The first of two words that name one kind of object. */
	private static final Set<String> FIRST_OF_TWO = Set.of("access", "default", "event", "foreign", "materialized",
			"text", "user");

	/** Longer statements, in tokens, are not looked into. */
	private static final int LONGEST = 250_000;

	private StatementParser() {
	}

	/**
	 * Looks at a text cheaply.
	 * @param sql the text of one or more statements
	 * @return false when the text certainly holds no DDL; true says only that it must be
	 * parsed to know
	 */
	public static boolean mayHoldDdl(String sql) {
		return FirstLook.mayHoldDdl(sql);
	}

	/**
	 * Understands a statement.
	 * @param text its text
	 * @return what it is
	 */
	public static Statement parse(SqlText text) {
		return parse(text, 0);
	}

	static Statement parse(SqlText text, int depth) {
		Cursor cursor = new Cursor(text);
		passExplain(cursor);
		return cursor.atAny(DDL) ? ddl(text, cursor, depth) : notDdl(text);
	}

	/** {@code EXPLAIN ANALYZE} runs what it explains. */
	private static void passExplain(Cursor cursor) {
		if (!cursor.accept("explain")) {
			return;
		}
		int options = cursor.index();
		boolean analyze = cursor.accept("analyze") || cursor.accept("analyse")
				|| (cursor.acceptGroup() && cursor.foldedFrom(options).contains("analy"));
		cursor.accept("verbose");
		if (!analyze || !(cursor.at("create") || cursor.at("refresh"))) {
			cursor.skipRest();
		}
	}

	private static Statement ddl(SqlText text, Cursor cursor, int depth) {
		int first = cursor.index();
		String kind = leadingWords(text, first);
		Cursor.NotUnderstoodException failure;
		if (text.tokens().size() > LONGEST) {
			failure = new Cursor.NotUnderstoodException("fewer than " + LONGEST + " tokens", text.range().start());
		}
		else {
			try {
				return ddl(text, kind, cursor, depth);
			}
			catch (Cursor.NotUnderstoodException ex) {
				failure = ex;
			}
		}
		return new UnparsedDdl(text, kind, likelyRelation(text, first), failure.position(), failure.reason());
	}

	private static Statement ddl(SqlText text, String kind, Cursor cursor, int depth) {
		if (cursor.at("create")) {
			return CreateParser.parse(text, kind, cursor);
		}
		if (cursor.at("alter")) {
			return AlterParser.parse(text, kind, cursor);
		}
		if (cursor.at("drop")) {
			return DropParser.parse(text, kind, cursor);
		}
		if (cursor.at("do")) {
			return DoParser.parse(text, cursor, depth);
		}
		Statement statement = MaintenanceParser.parse(text, kind, cursor);
		if (statement == null) {
			statement = PrivilegeParser.parse(text, kind, cursor);
		}
		if (statement == null) {
			throw cursor.notUnderstood("a command");
		}
		return statement;
	}

	private static Statement notDdl(SqlText text) {
		Statement statement = null;
		if (text.tokens().size() <= LONGEST) {
			try {
				statement = DmlParser.parse(text, new Cursor(text));
				if (statement == null) {
					statement = SessionParser.parse(text, new Cursor(text));
				}
			}
			catch (Cursor.NotUnderstoodException ex) {
				// the server will say what is wrong with it
			}
		}
		return (statement != null) ? statement : new Query(text, firstWord(text), null, false, List.of());
	}

	private static String firstWord(SqlText text) {
		boolean word = !text.tokens().isEmpty() && text.tokens().get(0).kind() == Token.Kind.WORD;
		return word ? text.tokens().get(0).value().toUpperCase(Locale.ROOT) : "OTHER";
	}

	private static String leadingWords(SqlText text, int from) {
		StringBuilder words = new StringBuilder();
		int wanted = 2;
		for (int i = from; i < text.tokens().size() && wanted > 0; i++) {
			Token token = text.tokens().get(i);
			if (token.kind() != Token.Kind.WORD) {
				break;
			}
			if (words.isEmpty() || !NOISE.contains(token.value())) {
				words.append(words.isEmpty() ? "" : " ").append(token.value().toUpperCase(Locale.ROOT));
				wanted -= FIRST_OF_TWO.contains(token.value()) ? 0 : 1;
			}
			if (ALONE.contains(token.value())) {
				break;
			}
		}
		return words.toString();
	}

	/** The first name behind the leading key words, if one stands there. */
	private static List<QualifiedName> likelyRelation(SqlText text, int from) {
		Cursor cursor = new Cursor(text, from, Math.min(text.tokens().size(), from + 100));
		try {
			cursor.skip();
			ObjectType type = ObjectType.accept(cursor);
			boolean relation = type == null || type.isRelation();
			cursor.accept("concurrently");
			cursor.accept("if", "exists");
			cursor.accept("if", "not", "exists");
			boolean only = cursor.accept("only");
			QualifiedName name = relation ? cursor.table(only) : null;
			return (name != null) ? List.of(name) : List.of();
		}
		catch (Cursor.NotUnderstoodException ex) {
			return List.of();
		}
	}

}
