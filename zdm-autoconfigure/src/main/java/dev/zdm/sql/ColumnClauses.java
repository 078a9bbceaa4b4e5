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

	private final InlineConstraints inline;

	private final StringBuilder attributes = new StringBuilder();

	private String value = "";

	private @Nullable String defaultExpression;

	private boolean notNull;

	private Generation generation = Generation.NONE;

	ColumnClauses(String column) {
		this.inline = new InlineConstraints(column);
	}

	void read(Cursor cursor) {
		if (cursor.accept("constraint")) {
			this.inline.name(cursor.name());
			return;
		}
		clause(cursor);
		this.inline.forgetName();
	}

	private void clause(Cursor cursor) {
		int from = cursor.index();
		if (cursor.accept("not", "null")) {
			this.notNull = true;
			this.inline.notNull();
		}
		else if (cursor.accept("not", "enforced")) {
			notEnforced(cursor);
		}
		else if (cursor.accept("default")) {
			this.defaultExpression = Expression.read(cursor, WORDS);
			this.value = cursor.textFrom(from);
		}
		else if (cursor.accept("generated")) {
			generated(cursor);
			this.value = cursor.textFrom(from);
		}
		else if (!constraint(cursor)) {
			other(cursor);
		}
	}

	private boolean constraint(Cursor cursor) {
		int from = cursor.index();
		if (cursor.accept("check")) {
			this.constraints.add(ConstraintKind.CHECK);
			cursor.expectGroup();
			this.inline.check(cursor.textFrom(from));
		}
		else if (cursor.accept("unique")) {
			this.constraints.add(ConstraintKind.UNIQUE);
			ConstraintParser.nullTreatment(cursor);
			String unique = cursor.textFrom(from);
			this.inline.key(unique, index(cursor));
		}
		else if (cursor.accept("primary", "key")) {
			this.constraints.add(ConstraintKind.PRIMARY_KEY);
			this.inline.key("PRIMARY KEY", index(cursor));
		}
		else if (cursor.accept("references")) {
			this.constraints.add(ConstraintKind.FOREIGN_KEY);
			this.references.add(ConstraintParser.referenced(cursor));
			this.inline.references(cursor.textFrom(from));
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
		this.inline.attribute("NOT ENFORCED");
	}

	/** What is said about the index of a key, with a blank before it. */
	private static String index(Cursor cursor) {
		int from = cursor.index();
		if (cursor.accept("with")) {
			cursor.expectGroup();
		}
		if (cursor.accept("using", "index", "tablespace")) {
			cursor.name();
		}
		return (cursor.index() > from) ? " " + cursor.textFrom(from) : "";
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

	private void other(Cursor cursor) {
		int from = cursor.index();
		if (attribute(cursor)) {
			this.attributes.append(" ").append(cursor.textFrom(from));
		}
		else if (!cursor.accept("null")) {
			if (!cursor.accept("no", "inherit") && !cursor.accept("enforced")) {
				ConstraintParser.deferral(cursor);
			}
			this.inline.attribute(cursor.textFrom(from));
		}
	}

	private static boolean attribute(Cursor cursor) {
		if (cursor.accept("collate")) {
			cursor.qualifiedName();
		}
		else if (cursor.accept("storage") || cursor.accept("compression")) {
			cursor.name();
		}
		else if (cursor.accept("options")) {
			cursor.expectGroup();
		}
		else {
			return false;
		}
		return true;
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

	ColumnParts parts() {
		return this.inline.parts(this.attributes.toString(), this.value);
	}

}
