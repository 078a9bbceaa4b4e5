package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code zdm.backfill_aside}: those of the application's that could not be
 * changed, and those that others held when it was their turn, by their keys. The latter
 * are told by the SQLSTATE of a lock that is not to be had. Instances that know no such
 * rows take them for rows to be tried again, which is right.
 */
final class AsideTable {

	private static final String PUT = """
			insert into zdm.backfill_aside (backfill, range, key, sql_state, message) values (?, ?, ?, ?, ?)
			on conflict (backfill, range, key) do update
			   set sql_state = excluded.sql_state, message = excluded.message, at = excluded.at
			""";

	private static final String COUNT = """
			select count(*) from zdm.backfill_aside where backfill = ? and (sql_state = '55P03') = ?
			""";

	private static final String FIRST_ERROR = """
			select 'SQLSTATE ' || sql_state || ': ' || message from zdm.backfill_aside where backfill = ? order by at limit 1
			""";

	private static final String PENDING = """
			select key from zdm.backfill_aside
			 where backfill = ? and range = ? and not retried and sql_state <> '55P03' order by key
			""";

	private static final String HELD = """
			select key from zdm.backfill_aside
			 where backfill = ? and range = ? and sql_state = '55P03' and (?::text[] is null or key > ?::text[])
			 order by key limit ?
			""";

	private static final String RETRIED = """
			update zdm.backfill_aside set retried = true, sql_state = ?, message = ?, at = clock_timestamp()
			 where backfill = ? and range = ? and key = ?
			""";

	private static final String TAKE_BACK = """
			delete from zdm.backfill_aside where backfill = ? and range = ? and key = ?
			""";

	private static final String REOPEN = "update zdm.backfill_aside set retried = false where backfill = ?";

	private final Sessions sessions;

	AsideTable(Sessions sessions) {
		this.sessions = sessions;
	}

	void put(Claim claim, List<List<String>> keys, Failure failure) {
		this.sessions.sql()
			.batchUpdate(PUT,
					keys.stream()
						.map((key) -> new Object[] { claim.backfill(), claim.number(), RangeTable.array(key),
								failure.sqlState(), failure.message() })
						.toList());
	}

	/**
	 * How many rows of a backfill are put aside, as they could not be changed.
	 */
	long count(long backfill) {
		return this.sessions.jdbc().sql(COUNT).params(backfill, false).query(Long.class).single();
	}

	/**
	 * How many rows of a backfill are passed over for now, as others hold them.
	 */
	long held(long backfill) {
		return this.sessions.jdbc().sql(COUNT).params(backfill, true).query(Long.class).single();
	}

	/**
	 * Rows of a range that others held.
	 * @param after the last one that is known already; null for none
	 * @param most how many at most
	 */
	List<List<String>> held(Claim claim, @Nullable List<String> after, int most) {
		List<@Nullable Object> values = Arrays.asList(claim.backfill(), claim.number(), RangeTable.optional(after),
				RangeTable.optional(after), most);
		return this.sessions.jdbc().sql(HELD).params(values).query((row, number) -> key(row)).list();
	}

	/**
	 * What the server said of the first row of a backfill that is put aside; empty if
	 * none is.
	 */
	Optional<String> firstError(long backfill) {
		return this.sessions.jdbc().sql(FIRST_ERROR).param(backfill).query(String.class).optional();
	}

	/**
	 * The rows of a range that are still to be tried again.
	 */
	List<List<String>> pending(Claim claim) {
		return this.sessions.jdbc()
			.sql(PENDING)
			.params(claim.backfill(), claim.number())
			.query((row, number) -> key(row))
			.list();
	}

	void retried(Claim claim, List<String> key, Failure failure) {
		this.sessions.jdbc()
			.sql(RETRIED)
			.params(failure.sqlState(), failure.message(), claim.backfill(), claim.number(), RangeTable.array(key))
			.update();
	}

	void takeBack(Claim claim, List<List<String>> keys) {
		this.sessions.sql()
			.batchUpdate(TAKE_BACK,
					keys.stream()
						.map((key) -> new Object[] { claim.backfill(), claim.number(), RangeTable.array(key) })
						.toList());
	}

	/**
	 * Has all rows of a backfill tried once more.
	 */
	void reopen(long backfill) {
		this.sessions.jdbc().sql(REOPEN).param(backfill).update();
	}

	private static List<String> key(ResultSet row) throws SQLException {
		Array array = row.getArray(1);
		return List.of((String[]) array.getArray());
	}

}
