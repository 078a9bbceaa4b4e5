package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Deletes rows.
 */
record DeleteRows() implements Change {

	@Override
	public Assignments assignments() {
		return Assignments.NONE;
	}

	@Override
	public Change set(String backfill, String column, String expression) {
		throw new IllegalArgumentException("Backfill \"" + backfill + "\" deletes rows and cannot set column " + column
				+ ", too; leave out either");
	}

	@Override
	public List<String> changedColumns() {
		return List.of();
	}

	@Override
	public Kind kind() {
		return Kind.DELETE;
	}

	@Override
	public String sql(String from, String rows) {
		return "delete from " + from + " where " + rows;
	}

	@Override
	public void complete(String backfill, @Nullable String where) {
		if (where == null) {
			throw new IllegalArgumentException("Backfill \"" + backfill
					+ "\" deletes rows and has no condition; say which ones, as in .where(\"expires_at < now()\")");
		}
	}

	@Override
	public String identity() {
		return "\0delete\0";
	}

}
