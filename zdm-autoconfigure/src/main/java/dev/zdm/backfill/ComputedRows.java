package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The SQL of a row function's reading and writing. Values go to the server as arrays of
 * text, one statement for a batch; what is written is the version of a row that was read,
 * or nothing. The key's range is named too, so that the server reads just that range,
 * whatever it thinks of the arrays.
 */
final class ComputedRows {

	/** The type without its modifier: a value that is too long must fail, not be cut. */
	private static final String TYPES = """
			select a.attname as name, format_type(a.atttypid, -1) as type
			  from pg_attribute a where a.attrelid = ? and a.attnum > 0 and not a.attisdropped
			""";

	private static final String NOTHING = "[{\"Plan\": {\"WAL Bytes\": 0}, \"Execution Time\": 0, \"Triggers\": []}]";

	private final Sessions sessions;

	private final Limits limits;

	private final KeysetBatches keyset;

	private final ComputeColumns columns;

	private @Nullable Map<String, String> types;

	ComputedRows(Sessions sessions, Limits limits, KeysetBatches keyset, ComputeColumns columns) {
		this.sessions = sessions;
		this.limits = limits;
		this.keyset = keyset;
		this.columns = columns;
	}

	/**
	 * Reads rows that meet the condition, in a transaction of its own, and locks none.
	 * @param next finds which
	 */
	Read read(Supplier<Chunk> next) {
		return this.sessions.inTransaction(this.limits, () -> {
			Chunk chunk = next.get();
			return new Read(chunk, query(chunk.portion(), ""));
		});
	}

	/**
	 * Reads rows that meet the condition and locks them, in the caller's transaction.
	 */
	List<BackfillRow> lock(Portion portion) {
		return query(portion, " for no key update");
	}

	/**
	 * Writes those rows that are still as they were read.
	 * @return how many are
	 */
	int write(Portion portion, List<BackfillRow> rows) {
		return rows.isEmpty() ? 0 : this.keyset.once().update(writeSql(this.keyset.within(portion)), arrays(rows));
	}

	String analyze(Portion portion, List<BackfillRow> rows) {
		return rows.isEmpty() ? NOTHING : String.join("\n", this.sessions.sql()
			.queryForList("explain (analyze, wal, timing off, format json) " + writeSql(this.keyset.within(portion)),
					String.class, arrays(rows)));
	}

	/**
	 * Has the server understand and plan reading and writing.
	 */
	void explain(String within) {
		this.sessions.sql().query("explain " + readSql(within + this.keyset.condition()), (row) -> {
		});
		this.sessions.sql().query("explain " + writeSql(within), (row) -> {
		}, arrays(List.of()));
	}

	private List<BackfillRow> query(Portion portion, String locking) {
		return this.sessions.sql().query(readSql(this.keyset.rows(portion)) + locking, (row, number) -> row(row));
	}

	private String readSql(String rows) {
		TableKey key = this.keyset.key();
		List<String> read = new ArrayList<>(List.of(key.selected(), "xmin::text"));
		read.addAll(this.columns.read());
		return "select " + String.join(", ", read) + " from " + this.keyset.from() + " where " + rows + " order by "
				+ key.order();
	}

	private String writeSql(String within) {
		List<KeyColumn> key = this.keyset.key().columns();
		List<String> write = this.columns.write();
		List<String> names = new ArrayList<>(numbered(key, (i, column) -> "zdm_k" + i));
		names.add("zdm_xmin");
		names.addAll(numbered(write, (i, column) -> "zdm_new" + i));
		names.addAll(numbered(write, (i, column) -> "zdm_set" + i));
		String arrays = IntStream.range(0, names.size()).mapToObj((i) -> "?::text[]").collect(Collectors.joining(", "));
		List<String> sets = numbered(write, (i, column) -> column + " = case when zdm_set" + i + " = '' then " + column
				+ " else (zdm_new" + i + ")::" + type(column) + " end");
		List<String> same = numbered(key, (i, column) -> column.ordered() + " = (zdm_k" + i + ")::" + column.type());
		return "update " + this.keyset.from() + " set " + String.join(", ", sets) + " from unnest(" + arrays
				+ ") zdm_row(" + String.join(", ", names) + ") where " + within + " and " + String.join(" and ", same)
				+ " and xmin = (zdm_xmin)::xid";
	}

	private Object[] arrays(List<BackfillRow> rows) {
		int keys = this.keyset.key().columns().size();
		List<Object> arrays = new ArrayList<>();
		IntStream.range(0, keys).forEach((i) -> arrays.add(array(rows, (row) -> row.version().key().get(i))));
		arrays.add(array(rows, (row) -> row.version().transaction()));
		this.columns.write()
			.forEach((column) -> arrays.add(array(rows, (row) -> ValueText.of(row.changes().get(column)))));
		this.columns.write()
			.forEach((column) -> arrays.add(array(rows, (row) -> row.changes().containsKey(column) ? "y" : "")));
		return arrays.toArray();
	}

	private static SqlArrayValue array(List<BackfillRow> rows, Function<BackfillRow, @Nullable String> value) {
		return new SqlArrayValue("text", rows.stream().map(value).toArray());
	}

	private static <T> List<String> numbered(List<T> values, BiFunction<Integer, T, String> text) {
		return IntStream.range(0, values.size()).mapToObj((i) -> text.apply(i, values.get(i))).toList();
	}

	/**
	 * The type of a column; one that is not there is what the server is to complain of.
	 */
	private String type(String column) {
		Map<String, String> known = this.types;
		if (known == null) {
			known = this.sessions.jdbc()
				.sql(TYPES)
				.param(this.keyset.oid())
				.query((row, number) -> Map.entry(row.getString("name"), row.getString("type")))
				.stream()
				.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
			this.types = known;
		}
		return known.getOrDefault(Columns.plain(column), "text");
	}

	private BackfillRow row(ResultSet row) throws SQLException {
		List<String> key = List.of((String[]) row.getArray(1).getArray());
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (int i = 0; i < this.columns.read().size(); i++) {
			Object value = row.getObject(i + 3);
			values.put(this.columns.read().get(i), (value instanceof Array array) ? array.getArray() : value);
		}
		return new BackfillRow(new BackfillRow.Version(key, row.getString(2)), values, this.columns.write());
	}

	/**
	 * Rows as they were read.
	 *
	 * @param chunk which rows
	 * @param rows those that meet the condition
	 */
	record Read(Chunk chunk, List<BackfillRow> rows) {
	}

}
