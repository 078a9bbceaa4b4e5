package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.Generation;

/**
 * The clauses behind a column's type, read one by one.
 */
final class ColumnClauses {

	/** The words that end a default. */
	private static final Set<String> WORDS = Set.of("constraint", "not", "null", "check", "default", "generated",
			"unique", "primary", "references", "collate", "storage", "compression", "deferrable", "initially",
			"options", "enforced", "no");

	private final List<ConstraintKind> constraints = new ArrayList<>();

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
		else if (cursor.accept("not", "enforced")) {
			notEnforced(cursor);
		}
		else if (cursor.accept("default")) {
			this.defaultExpression = Expression.read(cursor, WORDS);
		}
		else if (cursor.accept("generated")) {
			generated(cursor);
		}
		else if (!constraint(cursor)) {
			other(cursor);
		}
	}

	private boolean constraint(Cursor cursor) {
		if (cursor.accept("check")) {
			this.constraints.add(ConstraintKind.CHECK);
			cursor.expectGroup();
		}
		else if (cursor.accept("unique")) {
			this.constraints.add(ConstraintKind.UNIQUE);
			ConstraintParser.nullTreatment(cursor);
			index(cursor);
		}
		else if (cursor.accept("primary", "key")) {
			this.constraints.add(ConstraintKind.PRIMARY_KEY);
			index(cursor);
		}
		else if (cursor.accept("references")) {
			this.constraints.add(ConstraintKind.FOREIGN_KEY);
			this.references.add(ConstraintParser.referenced(cursor));
		}
		else {
			return false;
		}
		return true;
	}

	/** Takes the latest constraint back. */
	private void notEnforced(Cursor cursor) {
		if (this.constraints.isEmpty()) {
			throw cursor.notUnderstood("a constraint");
		}
		this.constraints.remove(this.constraints.size() - 1);
	}

	private static void index(Cursor cursor) {
		if (cursor.accept("with")) {
			cursor.expectGroup();
		}
		if (cursor.accept("using", "index", "tablespace")) {
			cursor.name();
		}
	}

	private void generated(Cursor cursor) {
		if (!cursor.accept("always")) {
			cursor.expect("by", "default");
		}
		cursor.expect("as");
		if (cursor.accept("identity")) {
			cursor.acceptGroup();
			this.generation = Generation.SEQUENCE;
			return;
		}
		cursor.expectGroup();
		this.generation = cursor.accept("stored") ? Generation.STORED : Generation.VIRTUAL;
		cursor.accept("virtual");
	}

	private static void other(Cursor cursor) {
		if (cursor.accept("collate")) {
			cursor.qualifiedName();
		}
		else if (cursor.accept("storage") || cursor.accept("compression")) {
			cursor.name();
		}
		else if (cursor.accept("options")) {
			cursor.expectGroup();
		}
		else if (!cursor.accept("null") && !cursor.accept("no", "inherit") && !cursor.accept("enforced")) {
			ConstraintParser.deferral(cursor);
		}
	}

	boolean notNull() {
		return this.notNull;
	}

	Generation generation() {
		return this.generation;
	}

	@Nullable String defaultExpression() {
		return this.defaultExpression;
	}

	Set<ConstraintKind> constraints() {
		return Set.copyOf(this.constraints);
	}

	List<QualifiedName> references() {
		return List.copyOf(this.references);
	}

}
