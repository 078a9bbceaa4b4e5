package dev.zdm.backfill;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Inserts a row into another table for each row.
 *
 * @param into the other table, as declared
 * @param assignments expressions over the row, by columns of the other table
 * @param conflict what happens where the other table has such a row already; null for an
 * error
 */
record InsertRows(String into, Assignments assignments, @Nullable Conflict conflict) implements Change {

	@Override
	public InsertRows set(String backfill, String column, String expression) {
		return new InsertRows(this.into, this.assignments.and(backfill, column, expression), this.conflict);
	}

	InsertRows on(Conflict other) {
		return new InsertRows(this.into, this.assignments, other);
	}

	@Override
	public List<String> changedColumns() {
		return List.of();
	}

	@Override
	public Kind kind() {
		return Kind.INSERT;
	}

	/**
	 * A value given for an identity column is meant, also where that column is always
	 * generated.
	 */
	@Override
	public String sql(String from, String rows) {
		return "insert into " + this.into + " (" + this.assignments.list((column, expression) -> column)
				+ ") overriding system value select " + this.assignments.list((column, expression) -> expression)
				+ " from " + from + " where " + rows + ((this.conflict != null) ? conflict(this.conflict) : "");
	}

	private String conflict(Conflict on) {
		String columns = " on conflict (" + String.join(", ", on.columns()) + ") do ";
		List<String> others = this.assignments.expressions()
			.keySet()
			.stream()
			.filter((column) -> !on.has(column))
			.map((column) -> column + " = excluded." + column)
			.toList();
		return columns + (on.update() ? "update set " + String.join(", ", others) : "nothing");
	}

	/**
	 * Rows without a row of the same key in the other table; no other is the same as one
	 * with a null in its key. The key is computed in a subquery of its own, where no name
	 * can mean a column of the other table.
	 */
	@Override
	public @Nullable String leftSql(String from, String rows, @Nullable String where) {
		if (this.conflict == null) {
			return null;
		}
		List<String> columns = this.conflict.columns();
		String key = columns.stream().map(this::expression).collect(Collectors.joining(", "));
		String match = IntStream.range(0, columns.size())
			.mapToObj((i) -> "zdm_into." + columns.get(i) + " = zdm_key.zdm_k" + i)
			.collect(Collectors.joining(" and "));
		String names = IntStream.range(0, columns.size())
			.mapToObj((i) -> "zdm_k" + i)
			.collect(Collectors.joining(", "));
		return "select count(*) from " + from + " cross join lateral (select " + key + ") zdm_key(" + names + ") where "
				+ rows + ((where != null) ? " and (\n" + where + "\n)" : "")
				+ " and row(zdm_key.*) is not null and not exists (select from " + this.into + " zdm_into where "
				+ match + ")";
	}

	private String expression(String column) {
		return "(\n" + this.assignments.expressions()
			.entrySet()
			.stream()
			.filter((entry) -> Columns.plain(entry.getKey()).equals(Columns.plain(column)))
			.findFirst()
			.orElseThrow()
			.getValue() + "\n)";
	}

	@Override
	public void complete(String backfill, @Nullable String where) {
		if (this.into.isEmpty() || this.assignments.isEmpty()) {
			throw new IllegalArgumentException("Backfill \"" + backfill
					+ "\" inserts nothing; say into which table and what, as in .insertInto(\"orders_v2\").set(\"id\", \"id\")");
		}
		if (this.conflict != null) {
			this.conflict.complete(backfill, this.assignments);
		}
	}

	@Override
	public String identity() {
		return "\0insert\0" + this.into + '\0' + this.assignments.identity()
				+ ((this.conflict != null) ? this.conflict.toString() : "");
	}

	/**
	 * What happens where the other table has a row with the same values already.
	 *
	 * @param columns the columns of a unique index
	 * @param update whether that row gets the values of the new one; else it stays
	 */
	record Conflict(List<String> columns, boolean update) {

		Conflict {
			columns = List.copyOf(columns);
		}

		boolean has(String column) {
			return this.columns.stream().map(Columns::plain).anyMatch(Columns.plain(column)::equals);
		}

		void complete(String backfill, Assignments assignments) {
			this.columns.stream()
				.filter((column) -> !assignments.plainColumns().contains(Columns.plain(column)))
				.findFirst()
				.ifPresent((column) -> {
					throw new IllegalArgumentException("Backfill \"" + backfill + "\" looks for conflicts in column "
							+ column
							+ ", which it does not set; set it, or name the columns of a unique index that it sets");
				});
			if (this.columns.isEmpty()) {
				throw new IllegalArgumentException("Backfill \"" + backfill
						+ "\" names no columns to look for conflicts in; name those of a unique index");
			}
			if (this.update && assignments.plainColumns().stream().allMatch(this::isOne)) {
				throw new IllegalArgumentException("Backfill \"" + backfill
						+ "\" sets nothing but the columns that tell conflicts, so there is nothing to update; do nothing on conflicts");
			}
		}

		private boolean isOne(String plainColumn) {
			return this.columns.stream().map(Columns::plain).anyMatch(plainColumn::equals);
		}

	}

}
