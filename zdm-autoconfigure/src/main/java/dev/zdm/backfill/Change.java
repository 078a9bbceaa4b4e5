package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a backfill does with the rows of a batch. Immutable.
 */
sealed interface Change permits SetColumns, ComputeColumns, DeleteRows, InsertRows {

	/**
	 * The expressions that columns are set to; none where none are.
	 */
	Assignments assignments();

	/**
	 * The same with one more column set to an expression.
	 * @throws IllegalArgumentException if it sets none, or not that one
	 */
	Change set(String backfill, String column, String expression);

	/**
	 * The columns of the backfill's own table that it changes, by the names that the
	 * catalog has for them.
	 */
	List<String> changedColumns();

	/**
	 * Whether a trigger does the same to rows that are written meanwhile.
	 */
	default boolean inStep() {
		return false;
	}

	/**
	 * The same with such a trigger.
	 * @throws IllegalArgumentException if no trigger can do what it does
	 */
	default Change keepInStep(String backfill) {
		throw new IllegalArgumentException("Backfill \"" + backfill + "\" cannot be kept in step by a trigger: only "
				+ "columns that are set to SQL expressions can. Leave it out, and have the application itself do to "
				+ "new rows what the backfill does to old ones");
	}

	/**
	 * What it does to each row, as an SQL statement has it at its beginning.
	 */
	Kind kind();

	/**
	 * How many rows to begin with, while nothing is known of what one costs.
	 */
	default int firstRows() {
		return 500;
	}

	/**
	 * The statement for the rows that meet a condition. For values that Java computes it
	 * is the one that reads them.
	 * @param from the table as statements name it
	 * @param rows the condition
	 */
	String sql(String from, String rows);

	/**
	 * The statement that counts those of some rows that are still to be done.
	 * @param rows which rows, without the definition's condition
	 * @param where the definition's condition, or null
	 * @return null if that cannot be told by looking at the rows
	 */
	default @Nullable String leftSql(String from, String rows, @Nullable String where) {
		return (where == null) ? null : "select count(*) from " + from + " where " + rows + " and (\n" + where + "\n)";
	}

	/**
	 * Checks that nothing is missing.
	 * @param where the definition's condition, or null
	 * @throws IllegalArgumentException if something is
	 */
	void complete(String backfill, @Nullable String where);

	/**
	 * Tells it from every other change.
	 */
	String identity();

	/**
	 * What happens to a row.
	 */
	enum Kind {

		/** Its columns are set. */
		UPDATE("no key update"),

		/** It is deleted. */
		DELETE("update"),

		/** It stays as it is; another table gets a row. */
		INSERT("");

		private final String locking;

		Kind(String locking) {
			this.locking = locking;
		}

		/**
		 * The lock that it takes on the row, as in {@code select … for}; empty for none.
		 */
		String locking() {
			return this.locking;
		}

	}

}
