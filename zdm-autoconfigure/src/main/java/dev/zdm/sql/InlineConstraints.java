package dev.zdm.sql;

import java.util.ArrayList;
import java.util.List;

import dev.zdm.sql.AlterAction.AddConstraint;

/**
 * Writes the constraints of a column down as the table's own.
 */
final class InlineConstraints {

	private final String column;

	private final List<StringBuilder> ofTable = new ArrayList<>();

	private final StringBuilder notNull = new StringBuilder();

	private final StringBuilder notNullOfTable = new StringBuilder();

	private List<StringBuilder> latest = List.of();

	private String name = "";

	InlineConstraints(String column) {
		this.column = QualifiedName.quoteIfNeeded(column);
	}

	/** The name of what comes next. */
	void name(String constraint) {
		this.name = "CONSTRAINT " + QualifiedName.quoteIfNeeded(constraint) + " ";
	}

	/** What comes next is no constraint, whatever its name is. */
	void forgetName() {
		this.name = "";
	}

	/** A check, as it was written. */
	void check(String text) {
		add(text);
	}

	/** A key; from its column on as it was written. */
	void key(String kind, String index) {
		add(kind + " (" + this.column + ")" + index);
	}

	/** A foreign key, from {@code REFERENCES} on as it was written. */
	void references(String text) {
		add("FOREIGN KEY (" + this.column + ") " + text);
	}

	private void add(String text) {
		StringBuilder constraint = new StringBuilder(this.name + text);
		this.ofTable.add(constraint);
		this.latest = List.of(constraint);
	}

	/** Said again it is the same. */
	void notNull() {
		if (this.notNull.isEmpty() || !this.name.isEmpty()) {
			this.notNull.setLength(0);
			this.notNull.append(this.name).append("NOT NULL");
			this.notNullOfTable.setLength(0);
			this.notNullOfTable.append(this.notNull).append(" ").append(this.column);
		}
		this.latest = List.of(this.notNull, this.notNullOfTable);
	}

	/** Something that is said about the latest constraint. */
	void attribute(String text) {
		this.latest.forEach((constraint) -> constraint.append(" ").append(text));
	}

	ColumnParts parts(String attributes, String value) {
		return new ColumnParts(attributes, value, this.notNull.toString(),
				this.notNullOfTable.isEmpty() ? null : parse(this.notNullOfTable),
				this.ofTable.stream().map(InlineConstraints::parse).toList());
	}

	private static AddConstraint parse(StringBuilder constraint) {
		String sql = constraint.toString();
		return ConstraintParser.parse(new Cursor(Script.whole(sql, 0, sql.length())), "ADD " + sql);
	}

}
