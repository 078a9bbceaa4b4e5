package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;

/**
 * Understands the constraint that a table is created with or that is added to a table or
 * a domain.
 */
final class ConstraintParser {

	private static final Set<String> FIRST_WORDS = Set.of("constraint", "check", "unique", "primary", "foreign");

	private ConstraintParser() {
	}

	/** Whether a constraint stands here, not a column. */
	static boolean isNext(Cursor cursor) {
		return cursor.atAny(FIRST_WORDS)
				|| (cursor.at("exclude") && (cursor.isNext("using") || cursor.isNextSymbol('(')))
				|| (cursor.at("not") && cursor.isNext("null"));
	}

	static AddConstraint parse(Cursor cursor, String source) {
		String name = cursor.accept("constraint") ? cursor.name() : null;
		String definition = cursor.rest();
		if (cursor.accept("unique")) {
			return KeyParser.parse(cursor, source, name, ConstraintKind.UNIQUE, definition);
		}
		if (cursor.accept("primary", "key")) {
			return KeyParser.parse(cursor, source, name, ConstraintKind.PRIMARY_KEY, definition);
		}
		List<String> columns = List.of();
		QualifiedName referenced = null;
		ConstraintKind kind;
		if (cursor.accept("check")) {
			kind = ConstraintKind.CHECK;
			cursor.expectGroup();
		}
		else if (cursor.accept("foreign", "key")) {
			kind = ConstraintKind.FOREIGN_KEY;
			columns = columns(cursor);
			cursor.expect("references");
			referenced = referenced(cursor);
		}
		else if (cursor.accept("not", "null")) {
			kind = ConstraintKind.NOT_NULL;
			columns = (cursor.atEnd() || ConstraintAttributes.isNext(cursor)) ? List.of() : List.of(cursor.name());
		}
		else {
			kind = ConstraintKind.EXCLUDE;
			exclusion(cursor);
		}
		ConstraintAttributes attributes = ConstraintAttributes.read(cursor);
		return new AddConstraint(source, name, kind, columns, definition, referenced, null, null, attributes.notValid(),
				attributes.enforced(), attributes.noInherit());
	}

	private static void exclusion(Cursor cursor) {
		cursor.expect("exclude");
		if (cursor.accept("using")) {
			cursor.name();
		}
		cursor.expectGroup();
		if (cursor.accept("include")) {
			cursor.expectGroup();
		}
		if (cursor.accept("with")) {
			cursor.expectGroup();
		}
		if (cursor.accept("using", "index", "tablespace")) {
			cursor.name();
		}
		if (cursor.accept("where")) {
			cursor.expectGroup();
		}
	}

	/** The table behind {@code REFERENCES}; moves behind its columns and actions too. */
	static QualifiedName referenced(Cursor cursor) {
		QualifiedName table = cursor.qualifiedName();
		cursor.acceptGroup();
		if (cursor.accept("match")) {
			cursor.name();
		}
		while (cursor.accept("on", "delete") || cursor.accept("on", "update")) {
			if (cursor.accept("set")) {
				cursor.name();
				cursor.acceptGroup();
			}
			else if (!cursor.accept("no", "action")) {
				cursor.name();
			}
		}
		return table;
	}

	/** When a constraint is checked. */
	static void deferral(Cursor cursor) {
		if (!cursor.accept("deferrable") && !cursor.accept("not", "deferrable")
				&& !cursor.accept("initially", "deferred")) {
			cursor.expect("initially", "immediate");
		}
	}

	static String nullTreatment(Cursor cursor) {
		int from = cursor.index();
		if (!cursor.accept("nulls", "not", "distinct")) {
			cursor.accept("nulls", "distinct");
		}
		return cursor.textFrom(from);
	}

	/**
	 * The columns of a key, in parentheses; the last one may be a period without overlaps
	 * (PostgreSQL 18).
	 */
	static List<String> columns(Cursor cursor) {
		List<String> columns = new ArrayList<>();
		cursor.expectSymbol('(');
		do {
			Token next = cursor.peek(1);
			if (cursor.at("period") && next != null && next.isName() && !next.is("without")) {
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
