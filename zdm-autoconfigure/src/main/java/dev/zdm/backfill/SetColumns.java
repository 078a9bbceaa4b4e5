package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Sets columns to SQL expressions over the row.
 *
 * @param assignments which, and to what
 * @param inStep whether a trigger sets them in rows that are written meanwhile
 */
record SetColumns(Assignments assignments, boolean inStep) implements Change {

	static final SetColumns NONE = new SetColumns(Assignments.NONE, false);

	@Override
	public SetColumns set(String backfill, String column, String expression) {
		return new SetColumns(this.assignments.and(backfill, column, expression), this.inStep);
	}

	@Override
	public SetColumns keepInStep(String backfill) {
		return new SetColumns(this.assignments, true);
	}

	@Override
	public List<String> changedColumns() {
		return this.assignments.plainColumns();
	}

	@Override
	public Kind kind() {
		return Kind.UPDATE;
	}

	@Override
	public String sql(String from, String rows) {
		return "update " + from + " set " + this.assignments.list((column, expression) -> column + " = " + expression)
				+ " where " + rows;
	}

	@Override
	public void complete(String backfill, @Nullable String where) {
		if (this.assignments.isEmpty()) {
			throw new IllegalArgumentException("Backfill \"" + backfill
					+ "\" sets no column; say what it changes, as in .set(\"email_lower\", \"lower(email)\")");
		}
	}

	@Override
	public String identity() {
		return this.assignments.identity() + (this.inStep ? "\0in step\0" : "");
	}

}
