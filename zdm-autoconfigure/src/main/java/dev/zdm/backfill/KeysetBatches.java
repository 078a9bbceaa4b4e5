package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The SQL of one backfill on its table: where a batch ends, and what it does. Bounds are
 * literals, not parameters: each batch gets a plan for its own range, always an index
 * range scan, and no driver's statement cache is filled with it. Expressions stand
 * between line breaks, so that a comment at their end does no harm.
 */
final class KeysetBatches {

	private final Sessions sessions;

	private final Backfill backfill;

	private final String table;

	private final TableKey key;

	KeysetBatches(Sessions sessions, Backfill backfill, Target target) {
		this.sessions = sessions;
		this.backfill = backfill;
		this.table = target.table();
		this.key = target.key();
	}

	/**
	 * The part of a range that holds its first rows.
	 * @param rows how many
	 */
	Chunk first(KeyRange range, int rows) {
		String within = this.key.within(range);
		List<List<String>> ends = this.sessions.sql()
			.query("select " + this.key.position() + " from " + this.table + " where " + within + " order by "
					+ this.key.order() + " offset " + (rows - 1) + " limit 1", (row, number) -> position(row));
		if (!ends.isEmpty() && !ends.get(0).equals(range.to())) {
			return new Chunk(new KeyRange(range.from(), ends.get(0)), rows, false);
		}
		return new Chunk(range, ends.isEmpty() ? count(within) : rows, true);
	}

	/**
	 * Changes the rows of a range that meet the condition.
	 * @return how many
	 */
	int update(KeyRange range) {
		return this.sessions.sql().update(updateSql(this.key.within(range)));
	}

	/**
	 * Changes the one row at a position, if it is there and meets the condition.
	 * @return how many that are
	 */
	int updateRow(List<String> position) {
		return this.sessions.sql().update(updateSql(this.key.at(position)));
	}

	/**
	 * Counts the rows of a range that meet the condition.
	 */
	long left(KeyRange range) {
		return count(this.key.within(range) + condition());
	}

	/**
	 * The last position of the table.
	 * @return empty when the table is empty
	 */
	Optional<List<String>> last() {
		return this.sessions.sql()
			.query("select " + this.key.position() + " from " + this.table + " order by " + this.key.reverseOrder()
					+ " limit 1", (row, number) -> position(row))
			.stream()
			.findFirst();
	}

	/**
	 * Has the server understand and plan the change, without running it.
	 */
	void explain(Optional<List<String>> position) {
		String within = position.map((last) -> this.key.within(new KeyRange(last, last))).orElse("false");
		this.sessions.sql().query("explain " + updateSql(within), (row) -> {
		});
	}

	private String updateSql(String within) {
		String assignments = this.backfill.sets()
			.entrySet()
			.stream()
			.map(KeysetBatches::assignment)
			.collect(Collectors.joining(", "));
		return "update " + this.table + " set " + assignments + " where " + within + condition();
	}

	private String condition() {
		return (this.backfill.where() != null) ? " and (\n" + this.backfill.where() + "\n)" : "";
	}

	private long count(String condition) {
		return Objects.requireNonNull(this.sessions.sql()
			.queryForObject("select count(*) from " + this.table + " where " + condition, Long.class));
	}

	private static String assignment(Map.Entry<String, String> set) {
		return set.getKey() + " = (\n" + set.getValue() + "\n)";
	}

	private static List<String> position(ResultSet row) throws SQLException {
		Array array = row.getArray(1);
		return List.of((String[]) array.getArray());
	}

	/**
	 * A part of a range.
	 *
	 * @param range from where to where
	 * @param rows how many rows it holds
	 * @param last whether it is the range's end
	 */
	record Chunk(KeyRange range, long rows, boolean last) {
	}

}
