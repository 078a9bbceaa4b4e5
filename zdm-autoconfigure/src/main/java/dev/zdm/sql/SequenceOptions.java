package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import dev.zdm.sql.AlterAction.Change;

/**
 * Understands what a sequence is created with or changed to.
 */
final class SequenceOptions {

	private SequenceOptions() {
	}

	static AlterAction parse(Cursor cursor, String source) {
		return new Change(source, ActionKind.DEFINITION, null, null, owners(cursor), Set.of());
	}

	/** The table whose column owns the sequence; moves to the end. */
	static List<QualifiedName> owners(Cursor cursor) {
		List<QualifiedName> owners = List.of();
		while (!cursor.atEnd()) {
			if (cursor.accept("owned", "by")) {
				owners = owner(cursor);
			}
			else {
				cursor.skip();
			}
		}
		return owners;
	}

	private static List<QualifiedName> owner(Cursor cursor) {
		if (!cursor.isNextSymbol('.') && cursor.accept("none")) {
			return List.of();
		}
		ColumnReference column = ColumnReference.read(cursor);
		return (column.table() != null) ? List.of(column.table()) : List.of();
	}

}
