package dev.zdm.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An {@code UPDATE} or {@code DELETE} that looks at nothing but the rows it changes, so
 * that it can be done row by row.
 *
 * @param table the table
 * @param sets the expressions by column, as SQL; empty for a {@code DELETE}
 * @param where the condition as SQL, or null for all rows
 */
public record PlainChange(QualifiedName table, Map<String, String> sets, @Nullable String where) {

	private static final Set<String> ENDS = Set.of("from", "using", "where", "returning");

	/**
	 * Creates a change that shares nothing with the caller's map.
	 */
	public PlainChange {
		sets = new LinkedHashMap<>(sets);
	}

	/**
	 * Takes a statement apart.
	 * @param dml the statement
	 * @return empty if other tables take part, the table goes by another name, rows are
	 * returned, or columns are set in groups or to their defaults
	 */
	public static Optional<PlainChange> of(Dml dml) {
		QualifiedName table = dml.target();
		if (table == null || dml.only() || !dml.alsoWritten().isEmpty()) {
			return Optional.empty();
		}
		Cursor cursor = new Cursor(dml.text());
		try {
			if (cursor.accept("update")) {
				cursor.qualifiedName();
				return cursor.accept("set") ? rest(table, sets(cursor), cursor) : Optional.empty();
			}
			if (cursor.accept("delete", "from")) {
				cursor.qualifiedName();
				return rest(table, Map.of(), cursor);
			}
		}
		catch (Cursor.NotUnderstoodException ex) {
			// then it is none
		}
		return Optional.empty();
	}

	private static Map<String, String> sets(Cursor cursor) {
		Map<String, String> sets = new LinkedHashMap<>();
		do {
			String column = QualifiedName.quoteIfNeeded(cursor.name());
			if (!cursor.acceptSymbol('=') || cursor.at("default")) {
				throw cursor.notUnderstood("an expression");
			}
			int from = cursor.index();
			while (!cursor.atEnd() && !cursor.atSymbol(',') && !cursor.atAny(ENDS)) {
				passOne(cursor);
			}
			if (cursor.index() == from || sets.put(column, cursor.foldedFrom(from)) != null) {
				throw cursor.notUnderstood("an expression");
			}
		}
		while (cursor.acceptSymbol(','));
		return sets;
	}

	/** A group in parentheses is one. */
	private static void passOne(Cursor cursor) {
		boolean distinct = cursor.at("distinct");
		if (!cursor.acceptGroup()) {
			cursor.skip();
		}
		if (distinct) {
			cursor.accept("from");
		}
	}

	private static Optional<PlainChange> rest(QualifiedName table, Map<String, String> sets, Cursor cursor) {
		if (cursor.atEnd()) {
			return Optional.of(new PlainChange(table, sets, null));
		}
		if (!cursor.accept("where") || cursor.at("current")) {
			return Optional.empty();
		}
		int from = cursor.index();
		while (!cursor.atEnd() && !cursor.at("returning")) {
			passOne(cursor);
		}
		return cursor.atEnd() ? Optional.of(new PlainChange(table, sets, cursor.foldedFrom(from))) : Optional.empty();
	}

}
