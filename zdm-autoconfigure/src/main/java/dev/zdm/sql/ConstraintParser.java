package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.ConstraintKind;

/**
 * Understands the constraint that an {@code ALTER TABLE} adds.
 */
final class ConstraintParser {

	private ConstraintParser() {
	}

	/** Whether a constraint stands here, not a column. */
	static boolean isNext(Cursor cursor) {
		Token next = cursor.peek(1);
		return cursor.atAny(Set.of("constraint", "check", "unique", "primary", "foreign"))
				|| (cursor.at("exclude") && next != null && (next.is("using") || next.isSymbol('(')))
				|| (cursor.at("not") && next != null && next.is("null"));
	}

	static AlterAction parse(Cursor cursor, String source) {
		String name = cursor.accept("constraint") ? cursor.name() : null;
		String definition = cursor.rest();
		if (cursor.accept("unique")) {
			String nulls = nullTreatment(cursor);
			return key(cursor, source, name, ConstraintKind.UNIQUE, definition, nulls);
		}
		if (cursor.accept("primary", "key")) {
			return key(cursor, source, name, ConstraintKind.PRIMARY_KEY, definition, "");
		}
		ConstraintKind kind = constraintKind(cursor);
		List<String> columns = switch (kind) {
			case NOT_NULL -> List.of(cursor.name());
			case FOREIGN_KEY -> columns(cursor);
			default -> List.of();
		};
		QualifiedName referenced = null;
		boolean notValid = false;
		while (!cursor.atEnd()) {
			if (cursor.accept("references")) {
				referenced = cursor.qualifiedName();
			}
			else if (cursor.accept("not", "valid") || cursor.accept("not", "enforced")) {
				notValid = true;
			}
			else {
				cursor.skip();
			}
		}
		if ((kind == ConstraintKind.FOREIGN_KEY) != (referenced != null)) {
			throw new Cursor.NotUnderstoodException();
		}
		return new AlterAction.AddConstraint(source, name, kind, columns, definition, referenced, null, null, notValid);
	}

	private static ConstraintKind constraintKind(Cursor cursor) {
		if (cursor.accept("check")) {
			return ConstraintKind.CHECK;
		}
		if (cursor.accept("foreign", "key")) {
			return ConstraintKind.FOREIGN_KEY;
		}
		if (cursor.accept("not", "null")) {
			return ConstraintKind.NOT_NULL;
		}
		cursor.expect("exclude");
		return ConstraintKind.EXCLUDE;
	}

	private static String nullTreatment(Cursor cursor) {
		int from = cursor.index();
		if (!cursor.accept("nulls", "not", "distinct")) {
			cursor.accept("nulls", "distinct");
		}
		return cursor.textFrom(from);
	}

	private static AlterAction key(Cursor cursor, String source, @Nullable String name, ConstraintKind kind,
			String definition, String nulls) {
		if (cursor.accept("using", "index")) {
			String index = cursor.name();
			cursor.skipRest();
			return new AlterAction.AddConstraint(source, name, kind, List.of(), definition, null, index, null, false);
		}
		int from = cursor.index();
		List<String> columns = columns(cursor);
		if (cursor.peek(-2) != null && cursor.peek(-2).is("overlaps")) {
			cursor.skipRest();
			return new AlterAction.AddConstraint(source, name, ConstraintKind.EXCLUDE, columns, definition, null, null,
					null, false);
		}
		List<String> included = cursor.accept("include") ? columns(cursor) : List.of();
		StringBuilder index = new StringBuilder(cursor.textFrom(from));
		index.append(nulls.isEmpty() ? "" : " " + nulls);
		int options = cursor.index();
		if (cursor.accept("with")) {
			cursor.skip();
			index.append(" ").append(cursor.textFrom(options));
		}
		int tablespace = cursor.index() + 2;
		if (cursor.accept("using", "index", "tablespace")) {
			cursor.name();
			index.append(" ").append(cursor.textFrom(tablespace));
		}
		String attributes = cursor.rest();
		cursor.skipRest();
		return new AlterAction.AddConstraint(source, name, kind, columns, definition, null, null,
				new AlterAction.KeyIndex(included, index.toString(), attributes), false);
	}

	/**
	 * The columns of a key, in parentheses; the last one may be a period without overlaps
	 * (PostgreSQL 18).
	 */
	private static List<String> columns(Cursor cursor) {
		List<String> columns = new ArrayList<>();
		cursor.expectSymbol('(');
		do {
			Token next = cursor.peek(1);
			if (cursor.at("period") && next != null && next.isName()) {
				cursor.skip();
			}
			columns.add(cursor.name());
			cursor.accept("without", "overlaps");
		}
		while (cursor.acceptSymbol(','));
		cursor.expectSymbol(')');
		return List.copyOf(columns);
	}

}
