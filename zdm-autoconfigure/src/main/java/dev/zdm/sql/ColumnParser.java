package dev.zdm.sql;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;

/**
 * Understands the column that an {@code ALTER TABLE} adds.
 */
final class ColumnParser {

	private static final Set<String> CLAUSES = Set.of("constraint", "not", "null", "check", "default", "generated",
			"unique", "primary", "references", "collate", "storage", "compression", "deferrable", "initially",
			"options", "enforced");

	private static final Set<String> SERIAL_TYPES = Set.of("serial", "bigserial", "smallserial", "serial2", "serial4",
			"serial8");

	private ColumnParser() {
	}

	static AlterAction parse(Cursor cursor, String source) {
		cursor.accept("column");
		boolean ifNotExists = cursor.accept("if", "not", "exists");
		String column = cursor.name();
		int typeFrom = cursor.index();
		cursor.skip();
		while (!cursor.atEnd() && !cursor.atAny(CLAUSES)) {
			cursor.skip();
		}
		String type = cursor.foldedFrom(typeFrom);
		ColumnClauses clauses = new ColumnClauses();
		while (!cursor.atEnd()) {
			clauses.read(cursor);
		}
		Generation generation = SERIAL_TYPES.contains(type) ? Generation.SEQUENCE : clauses.generation;
		return new AlterAction.AddColumn(source, column, type, clauses.defaultExpression, clauses.notNull,
				Set.copyOf(clauses.constraints), List.copyOf(clauses.references), generation, ifNotExists);
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

		private @Nullable ConstraintKind latest;

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
				constrained(ConstraintKind.CHECK);
				cursor.skip();
			}
			else if (cursor.accept("unique")) {
				constrained(ConstraintKind.UNIQUE);
			}
			else if (cursor.accept("primary", "key")) {
				constrained(ConstraintKind.PRIMARY_KEY);
			}
			else if (cursor.accept("references")) {
				constrained(ConstraintKind.FOREIGN_KEY);
				this.references.add(cursor.qualifiedName());
			}
			else if (cursor.accept("not", "enforced")) {
				this.constraints.remove(this.latest);
			}
			else if (cursor.accept("generated")) {
				generated(cursor);
			}
			else if (!isAction(cursor)) {
				cursor.skip();
			}
		}

		private void constrained(ConstraintKind kind) {
			this.constraints.add(kind);
			this.latest = kind;
		}

		/** Words in which a default or NULL is no clause of the column. */
		private static boolean isAction(Cursor cursor) {
			return cursor.accept("set", "default") || cursor.accept("set", "null")
					|| cursor.accept("storage", "default") || cursor.accept("compression", "default");
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
			while (!cursor.atEnd() && (!cursor.atAny(CLAUSES) || previousIsIs(cursor))) {
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
