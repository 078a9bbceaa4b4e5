package dev.zdm.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.RenameSubject;

/**
 * Understands {@code ALTER TABLE}, action by action; an action that it does not know
 * leaves the others understood.
 */
final class AlterTableParser {

	private static final Set<String> COLUMN_CLAUSES = Set.of("constraint", "not", "null", "check", "default",
			"generated", "unique", "primary", "references", "collate", "storage", "compression", "deferrable",
			"initially", "options", "enforced");

	private static final Set<String> SERIAL_TYPES = Set.of("serial", "bigserial", "smallserial", "serial2", "serial4",
			"serial8");

	private final SqlText text;

	private AlterTableParser(SqlText text) {
		this.text = text;
	}

	static Statement parse(SqlText text, Cursor cursor) {
		if (cursor.at("all")) {
			throw new Cursor.NotUnderstoodException();
		}
		boolean ifExists = cursor.accept("if", "exists");
		boolean only = cursor.accept("only");
		QualifiedName name = cursor.qualifiedName();
		cursor.acceptSymbol('*');
		List<AlterAction> actions = new AlterTableParser(text).actions(cursor);
		return new Statement.AlterTable(text, name, only, ifExists, actions);
	}

	private List<AlterAction> actions(Cursor cursor) {
		List<AlterAction> actions = new ArrayList<>();
		int start = cursor.index();
		while (!cursor.atEnd()) {
			if (cursor.atSymbol(',')) {
				actions.add(action(start, cursor.index()));
				cursor.skip();
				start = cursor.index();
			}
			else {
				cursor.skip();
			}
		}
		actions.add(action(start, cursor.end()));
		return List.copyOf(actions);
	}

	private AlterAction action(int from, int to) {
		String source = this.text.slice(from, to);
		Cursor cursor = new Cursor(this.text, from, to);
		try {
			AlterAction action = known(cursor, source);
			if (action != null && cursor.atEnd()) {
				return action;
			}
		}
		catch (Cursor.NotUnderstoodException ex) {
			// said by the result
		}
		return new AlterAction.Other(source);
	}

	private @Nullable AlterAction known(Cursor cursor, String source) {
		if (cursor.accept("add")) {
			return isTableConstraint(cursor) ? addConstraint(cursor, source) : addColumn(cursor, source);
		}
		if (cursor.accept("drop", "constraint")) {
			return restInstant(cursor, source);
		}
		if (cursor.accept("drop")) {
			cursor.accept("column");
			cursor.accept("if", "exists");
			String column = cursor.name();
			skipDropBehaviour(cursor);
			return new AlterAction.DropColumn(source, column);
		}
		if (cursor.accept("validate", "constraint")) {
			return new AlterAction.ValidateConstraint(source, cursor.name());
		}
		if (cursor.accept("rename")) {
			return rename(cursor, source);
		}
		if (cursor.accept("alter")) {
			cursor.accept("column");
			return alterColumn(cursor, source);
		}
		return null;
	}

	private static boolean isTableConstraint(Cursor cursor) {
		Token next = cursor.peek(1);
		return cursor.atAny(Set.of("constraint", "check", "unique", "primary", "foreign"))
				|| (cursor.at("exclude") && next != null && (next.is("using") || next.isSymbol('(')))
				|| (cursor.at("not") && next != null && next.is("null"));
	}

	private static AlterAction restInstant(Cursor cursor, String source) {
		cursor.skipRest();
		return new AlterAction.Instant(source);
	}

	private static void skipDropBehaviour(Cursor cursor) {
		if (!cursor.accept("cascade")) {
			cursor.accept("restrict");
		}
	}

	private AlterAction rename(Cursor cursor, String source) {
		if (cursor.accept("to")) {
			return new AlterAction.Rename(source, RenameSubject.TABLE, null, cursor.name());
		}
		RenameSubject subject = cursor.accept("constraint") ? RenameSubject.CONSTRAINT : RenameSubject.COLUMN;
		cursor.accept("column");
		String from = cursor.name();
		cursor.expect("to");
		return new AlterAction.Rename(source, subject, from, cursor.name());
	}

	private @Nullable AlterAction alterColumn(Cursor cursor, String source) {
		String column = cursor.name();
		if (cursor.accept("set", "not", "null")) {
			return new AlterAction.SetNotNull(source, column);
		}
		if (cursor.accept("type") || cursor.accept("set", "data", "type")) {
			return alterType(cursor, source, column);
		}
		if (cursor.accept("drop", "default") || cursor.accept("drop", "not", "null") || cursor.accept("set", "default")
				|| cursor.accept("set", "statistics") || cursor.accept("set", "storage")
				|| cursor.accept("set", "compression")) {
			return restInstant(cursor, source);
		}
		return null;
	}

	private AlterAction alterType(Cursor cursor, String source, String column) {
		int from = cursor.index();
		while (!cursor.atEnd() && !cursor.at("using") && !cursor.at("collate")) {
			cursor.skip();
		}
		String type = cursor.textFrom(from).toLowerCase(Locale.ROOT);
		boolean collated = cursor.accept("collate");
		if (collated) {
			cursor.qualifiedName();
		}
		String using = null;
		if (cursor.accept("using")) {
			using = cursor.rest();
			cursor.skipRest();
		}
		return new AlterAction.AlterType(source, column, type, collated, using);
	}

	private AlterAction addConstraint(Cursor cursor, String source) {
		String name = cursor.accept("constraint") ? cursor.name() : null;
		String definition = cursor.rest();
		ConstraintKind kind = constraintKind(cursor);
		List<String> columns = List.of();
		QualifiedName referenced = null;
		String usingIndex = null;
		boolean notValid = false;
		if (kind == ConstraintKind.NOT_NULL) {
			columns = List.of(cursor.name());
		}
		else if (kind != ConstraintKind.CHECK && kind != ConstraintKind.EXCLUDE && cursor.atSymbol('(')) {
			columns = columns(cursor);
		}
		while (!cursor.atEnd()) {
			if (cursor.accept("references")) {
				referenced = cursor.qualifiedName();
			}
			else if (cursor.accept("using", "index", "tablespace")) {
				cursor.name();
			}
			else if (cursor.accept("using", "index")) {
				usingIndex = cursor.name();
			}
			else if (cursor.accept("not", "valid") || cursor.accept("not", "enforced")) {
				notValid = true;
			}
			else {
				cursor.skip();
			}
		}
		return new AlterAction.AddConstraint(source, name, kind, columns, definition, referenced, usingIndex, notValid);
	}

	private static ConstraintKind constraintKind(Cursor cursor) {
		if (cursor.accept("check")) {
			return ConstraintKind.CHECK;
		}
		if (cursor.accept("unique")) {
			cursor.accept("nulls", "not", "distinct");
			cursor.accept("nulls", "distinct");
			return ConstraintKind.UNIQUE;
		}
		if (cursor.accept("primary", "key")) {
			return ConstraintKind.PRIMARY_KEY;
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

	private static List<String> columns(Cursor cursor) {
		List<String> columns = new ArrayList<>();
		cursor.acceptSymbol('(');
		do {
			columns.add(cursor.name());
		}
		while (cursor.acceptSymbol(','));
		if (!cursor.acceptSymbol(')')) {
			throw new Cursor.NotUnderstoodException();
		}
		return List.copyOf(columns);
	}

	private AlterAction addColumn(Cursor cursor, String source) {
		cursor.accept("column");
		cursor.accept("if", "not", "exists");
		String column = cursor.name();
		int typeFrom = cursor.index();
		while (!cursor.atEnd() && !cursor.atAny(COLUMN_CLAUSES)) {
			cursor.skip();
		}
		String type = cursor.textFrom(typeFrom).toLowerCase(Locale.ROOT);
		ColumnClauses clauses = new ColumnClauses();
		while (!cursor.atEnd()) {
			clauses.read(cursor);
		}
		Generation generation = SERIAL_TYPES.contains(type) ? Generation.SEQUENCE : clauses.generation;
		return new AlterAction.AddColumn(source, column, type, clauses.defaultExpression, clauses.notNull,
				Set.copyOf(clauses.constraints), List.copyOf(clauses.references), generation);
	}

	/**
	 * The clauses behind a column's type.
	 */
	private static final class ColumnClauses {

		private final Set<ConstraintKind> constraints = EnumSet.noneOf(ConstraintKind.class);

		private final List<QualifiedName> references = new ArrayList<>();

		private @Nullable String defaultExpression;

		private boolean notNull;

		private Generation generation = Generation.NONE;

		void read(Cursor cursor) {
			if (cursor.accept("constraint")) {
				cursor.name();
			}
			else if (cursor.accept("not", "null")) {
				this.notNull = true;
			}
			else if (cursor.accept("default")) {
				this.defaultExpression = expression(cursor);
			}
			else if (cursor.accept("check")) {
				this.constraints.add(ConstraintKind.CHECK);
				cursor.skip();
			}
			else if (cursor.accept("unique")) {
				this.constraints.add(ConstraintKind.UNIQUE);
			}
			else if (cursor.accept("primary", "key")) {
				this.constraints.add(ConstraintKind.PRIMARY_KEY);
			}
			else if (cursor.accept("references")) {
				this.constraints.add(ConstraintKind.FOREIGN_KEY);
				this.references.add(cursor.qualifiedName());
			}
			else if (cursor.accept("generated")) {
				generated(cursor);
			}
			else {
				cursor.skip();
			}
		}

		private void generated(Cursor cursor) {
			if (!cursor.accept("always")) {
				cursor.expect("by", "default");
			}
			cursor.expect("as");
			if (cursor.accept("identity")) {
				this.generation = Generation.SEQUENCE;
				return;
			}
			cursor.skip();
			this.generation = cursor.accept("stored") ? Generation.STORED : Generation.VIRTUAL;
			cursor.accept("virtual");
		}

		/** An expression of a default ends where the next clause begins. */
		private static String expression(Cursor cursor) {
			int from = cursor.index();
			cursor.skip();
			while (!cursor.atEnd() && (!cursor.atAny(COLUMN_CLAUSES) || previousIsIs(cursor))) {
				cursor.skip();
			}
			return cursor.textFrom(from);
		}

		private static boolean previousIsIs(Cursor cursor) {
			Token previous = cursor.peek(-1);
			return previous != null && previous.is("is");
		}

	}

}
