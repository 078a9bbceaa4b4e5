package dev.zdm.sql;

import java.util.Set;

/**
 * Types as a column, a cast or a function has them.
 */
final class TypeName {

	private static final Set<String> MAY_VARY = Set.of("character", "char", "nchar", "bit");

	private static final Set<String> INTERVAL_FIELDS = Set.of("year", "month", "day", "hour", "minute", "second");

	private static final Set<String> TIMES = Set.of("time", "timestamp");

	private TypeName() {
	}

	/**
	 * Moves behind a type.
	 * @return the type as it was written, unquoted words in lower case
	 */
	static String read(Cursor cursor) {
		int from = cursor.index();
		cursor.accept("setof");
		boolean time = cursor.atAny(TIMES);
		if (cursor.accept("double", "precision") || cursor.accept("national", "character")
				|| cursor.accept("national", "char") || cursor.acceptAny(MAY_VARY)) {
			cursor.accept("varying");
		}
		else if (cursor.accept("interval")) {
			if (cursor.acceptAny(INTERVAL_FIELDS) && cursor.accept("to")) {
				cursor.acceptAny(INTERVAL_FIELDS);
			}
		}
		else {
			qualified(cursor);
		}
		cursor.acceptGroup();
		if (time && !cursor.accept("with", "time", "zone")) {
			cursor.accept("without", "time", "zone");
		}
		arrays(cursor);
		return cursor.foldedFrom(from);
	}

	private static void qualified(Cursor cursor) {
		cursor.qualifiedName();
		if (cursor.acceptSymbol('%')) {
			cursor.expect("type");
		}
	}

	private static void arrays(Cursor cursor) {
		cursor.accept("array");
		while (cursor.atSymbol('[')) {
			cursor.skip();
		}
	}

}
