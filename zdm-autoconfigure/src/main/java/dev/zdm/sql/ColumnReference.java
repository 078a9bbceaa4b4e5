package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A column behind the name of its table.
 *
 * @param table the table, or null when it is not named
 * @param column the column
 */
record ColumnReference(@Nullable QualifiedName table, String column) {

	static ColumnReference read(Cursor cursor) {
		List<String> parts = new ArrayList<>();
		do {
			parts.add(cursor.name());
		}
		while (cursor.acceptSymbol('.'));
		int last = parts.size() - 1;
		QualifiedName table = (last == 0) ? null
				: new QualifiedName((last > 1) ? parts.get(last - 2) : null, parts.get(last - 1));
		return new ColumnReference(table, parts.get(last));
	}

}
