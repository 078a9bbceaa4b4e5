package dev.zdm.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.KeyIndex;

/**
 * Understands {@code UNIQUE} and {@code PRIMARY KEY} of a table.
 */
final class KeyParser {

	private KeyParser() {
	}

	static AddConstraint parse(Cursor cursor, String source, @Nullable String name, ConstraintKind kind,
			String definition) {
		String nulls = (kind == ConstraintKind.UNIQUE) ? ConstraintParser.nullTreatment(cursor) : "";
		if (cursor.accept("using", "index")) {
			String index = cursor.name();
			ConstraintAttributes.read(cursor);
			return key(source, name, kind, List.of(), definition, index, null);
		}
		int from = cursor.index();
		List<String> columns = ConstraintParser.columns(cursor);
		if (cursor.peek(-2) != null && cursor.peek(-2).is("overlaps")) {
			cursor.skipRest();
			return key(source, name, ConstraintKind.EXCLUDE, columns, definition, null, null);
		}
		List<String> included = cursor.accept("include") ? ConstraintParser.columns(cursor) : List.of();
		StringBuilder index = new StringBuilder(cursor.textFrom(from));
		index.append(nulls.isEmpty() ? "" : " " + nulls);
		int options = cursor.index();
		if (cursor.accept("with")) {
			cursor.expectGroup();
			index.append(" ").append(cursor.textFrom(options));
		}
		int tablespace = cursor.index() + 2;
		if (cursor.accept("using", "index", "tablespace")) {
			cursor.name();
			index.append(" ").append(cursor.textFrom(tablespace));
		}
		String attributes = cursor.rest();
		ConstraintAttributes.read(cursor);
		return key(source, name, kind, columns, definition, null, new KeyIndex(included, index.toString(), attributes));
	}

	private static AddConstraint key(String source, @Nullable String name, ConstraintKind kind, List<String> columns,
			String definition, @Nullable String usingIndex, @Nullable KeyIndex ownIndex) {
		return new AddConstraint(source, name, kind, columns, definition, null, usingIndex, ownIndex, false, true,
				false);
	}

}
