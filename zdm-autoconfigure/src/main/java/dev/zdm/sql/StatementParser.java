package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Understands one statement. What it does not understand is still a statement, with its
 * leading key words; it never throws on any text.
 */
public final class StatementParser {

	private static final Set<String> DDL = Set.of("create", "alter", "drop", "truncate", "comment", "grant", "revoke",
			"reindex", "cluster", "refresh", "do", "security", "import", "reassign", "vacuum");

	private static final int LONGEST_DDL_WORD = DDL.stream().mapToInt(String::length).max().orElseThrow();

	private static final Set<String> NOISE = Set.of("or", "replace", "unique", "temp", "temporary", "unlogged",
			"global", "local", "recursive", "trusted", "procedural", "if", "not", "exists");

	private static final Set<String> ALONE = Set.of("do", "vacuum", "truncate", "grant", "revoke", "cluster");

	/** The first of two words that name one kind of object. */
	private static final Set<String> FIRST_OF_TWO = Set.of("access", "default", "event", "foreign", "materialized",
			"text", "user");

	private StatementParser() {
	}

	/**
	 * Looks at a text cheaply.
	 * @param sql the text of one or more statements
	 * @return false when the text certainly holds no DDL; true says only that it must be
	 * parsed to know
	 */
	public static boolean mayHoldDdl(String sql) {
		int start = firstWord(sql);
		if (start < 0 || startsWithDdlWord(sql, start)) {
			return true;
		}
		int semicolon = sql.indexOf(';', start);
		return semicolon >= 0 && !isBlank(sql, semicolon + 1);
	}

	/**
	 * Understands a statement.
	 * @param text its text
	 * @return what it is
	 */
	public static Statement parse(SqlText text) {
		Cursor cursor = new Cursor(text);
		if (!cursor.atAny(DDL)) {
			return new Statement.NotDdl(text);
		}
		try {
			Statement statement = parseDdl(text, cursor);
			if (statement != null) {
				return statement;
			}
		}
		catch (Cursor.NotUnderstoodException ex) {
			// said by the kind of the result
		}
		return new Statement.OtherDdl(text, leadingWords(text), otherRelations(text));
	}

	private static @Nullable Statement parseDdl(SqlText text, Cursor cursor) {
		if (cursor.accept("alter", "table")) {
			return AlterTableParser.parse(text, cursor);
		}
		if (cursor.accept("drop", "index")) {
			return dropIndex(text, cursor);
		}
		if (cursor.accept("create")) {
			boolean unique = cursor.accept("unique");
			if (cursor.accept("index")) {
				return createIndex(text, cursor, unique);
			}
			cursor.accept("global");
			cursor.accept("local");
			boolean temporary = cursor.accept("temp") || cursor.accept("temporary");
			cursor.accept("unlogged");
			if (cursor.accept("table")) {
				return createTable(text, cursor, temporary);
			}
		}
		return null;
	}

	private static Statement createIndex(SqlText text, Cursor cursor, boolean unique) {
		boolean concurrently = cursor.accept("concurrently");
		boolean ifNotExists = cursor.accept("if", "not", "exists");
		String name = cursor.at("on") ? null : cursor.qualifiedName().name();
		cursor.expect("on");
		boolean only = cursor.accept("only");
		QualifiedName table = cursor.table(only);
		return new Statement.CreateIndex(text, name, table, unique, concurrently, ifNotExists, only, cursor.rest());
	}

	private static Statement dropIndex(SqlText text, Cursor cursor) {
		boolean concurrently = cursor.accept("concurrently");
		boolean ifExists = cursor.accept("if", "exists");
		List<QualifiedName> names = new ArrayList<>();
		do {
			names.add(cursor.qualifiedName());
		}
		while (cursor.acceptSymbol(','));
		boolean cascade = cursor.accept("cascade");
		cursor.accept("restrict");
		if (!cursor.atEnd()) {
			throw new Cursor.NotUnderstoodException();
		}
		return new Statement.DropIndex(text, List.copyOf(names), concurrently, ifExists, cascade);
	}

	private static Statement createTable(SqlText text, Cursor cursor, boolean temporary) {
		cursor.accept("if", "not", "exists");
		QualifiedName name = cursor.qualifiedName();
		boolean temporarySchema = name.schema() != null && name.schema().equals("pg_temp");
		QualifiedName partitionOf = cursor.accept("partition", "of") ? cursor.qualifiedName() : null;
		List<QualifiedName> references = new ArrayList<>();
		List<QualifiedName> inherits = List.of();
		while (!cursor.atEnd()) {
			if (cursor.accept("references")) {
				references.add(cursor.qualifiedName());
			}
			else if (cursor.at("inherits") && cursor.peek(1) != null && cursor.peek(1).isSymbol('(')) {
				cursor.skip();
				cursor.expectSymbol('(');
				inherits = names(cursor);
			}
			else if (!cursor.acceptSymbol('(')) {
				cursor.skip();
			}
		}
		references.removeIf(name::equals);
		return new Statement.CreateTable(text, name, temporary || temporarySchema, List.copyOf(references), partitionOf,
				inherits);
	}

	private static List<QualifiedName> names(Cursor cursor) {
		List<QualifiedName> names = new ArrayList<>();
		do {
			names.add(cursor.table(cursor.accept("only")));
		}
		while (cursor.acceptSymbol(','));
		return List.copyOf(names);
	}

	private static String leadingWords(SqlText text) {
		StringBuilder words = new StringBuilder();
		int wanted = 2;
		for (Token token : text.tokens()) {
			if (token.kind() != Token.Kind.WORD || wanted == 0) {
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

	/** The tables of the few other commands that simply begin with them. */
	private static List<QualifiedName> otherRelations(SqlText text) {
		Cursor cursor = new Cursor(text);
		try {
			if (cursor.accept("truncate")) {
				cursor.accept("table");
				return names(cursor);
			}
			if (cursor.accept("drop", "table") || cursor.accept("drop", "view")
					|| cursor.accept("drop", "materialized", "view")) {
				cursor.accept("if", "exists");
				return names(cursor);
			}
		}
		catch (Cursor.NotUnderstoodException ex) {
			// none that we know of
		}
		return List.of();
	}

	private static boolean startsWithDdlWord(String sql, int start) {
		int end = start;
		while (end < sql.length() && Character.isLetter(sql.charAt(end)) && end - start <= LONGEST_DDL_WORD) {
			end++;
		}
		return end - start <= LONGEST_DDL_WORD && DDL.contains(sql.substring(start, end).toLowerCase(Locale.ROOT));
	}

	/**
	 * The offset of the first letter behind white space, or -1 when something else comes.
	 */
	private static int firstWord(String sql) {
		for (int i = 0; i < sql.length(); i++) {
			char c = sql.charAt(i);
			if (Character.isLetter(c)) {
				return i;
			}
			if (!Lexer.isSpace(c) && c != '(') {
				return (c == '{' || c == '?') ? i : -1;
			}
		}
		return -1;
	}

	private static boolean isBlank(String sql, int from) {
		for (int i = from; i < sql.length(); i++) {
			if (!Lexer.isSpace(sql.charAt(i))) {
				return false;
			}
		}
		return true;
	}

}
