package dev.zdm.sql;

import java.util.Set;

import dev.zdm.sql.AlterAction.Generation;

/**
 * Understands the column that a table is created with or that is added to it.
 */
final class ColumnParser {

	private static final Set<String> SERIAL_TYPES = Set.of("serial", "bigserial", "smallserial", "serial2", "serial4",
			"serial8");

	private ColumnParser() {
	}

	/** These types are key words of no grammar; they are found by their names. */
	private static String unquoted(String type) {
		return (type.startsWith("\"") && type.endsWith("\"")) ? type.substring(1, type.length() - 1) : type;
	}

	/** A column behind {@code ADD}. */
	static AlterAction added(Cursor cursor, String source) {
		cursor.accept("column");
		boolean ifNotExists = cursor.accept("if", "not", "exists");
		return column(cursor, source, ifNotExists, true, true);
	}

	/**
	 * A column of a table that is created.
	 * @param typed whether it has a type; those of partitions and typed tables have none
	 */
	static AlterAction declared(Cursor cursor, String source, boolean typed) {
		return column(cursor, source, false, typed, false);
	}

	private static AlterAction column(Cursor cursor, String source, boolean ifNotExists, boolean typed, boolean apart) {
		String column = cursor.name();
		String type = typed ? TypeName.read(cursor) : "";
		if (!typed) {
			cursor.accept("with", "options");
		}
		ColumnClauses clauses = new ColumnClauses(column);
		while (!cursor.atEnd()) {
			clauses.read(cursor);
		}
		Generation generation = SERIAL_TYPES.contains(unquoted(type)) ? Generation.SEQUENCE : clauses.generation();
		return new AlterAction.AddColumn(source, column, type, clauses.defaultExpression(), clauses.notNull(),
				clauses.constraints(), clauses.references(), generation, ifNotExists,
				apart ? clauses.parts() : ColumnParts.NONE);
	}

}
