package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of {@code zdm.backfill_aside}: those of the application's that could not be
 * changed, by their keys.
 */
final class AsideTable {

	private static final String PUT = """
			insert into zdm.backfill_aside (backfill, range, key, sql_state, message) values (?, ?, ?, ?, ?)
			on conflict (backfill, range, key) do update
			   set sql_state = excluded.sql_state, message = excluded.message, at = excluded.at
			""";

	private static final String COUNT = "select count(*) from zdm.backfill_aside where backfill = ?";

	private static final String FIRST_ERROR = """
			select 'SQLSTATE ' || sql_state || ': ' || message from zdm.backfill_aside where backfill = ? order by at limit 1
			""";

	private static final String PENDING = """
			select key from zdm.backfill_aside where backfill = ? and range = ? and not retried order by key
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

	void put(Claim claim, List<String> key, Failure failure) {
		this.sessions.jdbc()
			.sql(PUT)
			.params(claim.backfill(), claim.number(), RangeTable.array(key), failure.sqlState(), failure.message())
			.update();
	}

	/**
	 * How many rows of a backfill are put aside.
	 */
	long count(long backfill) {
		return this.sessions.jdbc().sql(COUNT).param(backfill).query(Long.class).single();
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

	void takeBack(Claim claim, List<String> key) {
		this.sessions.jdbc().sql(TAKE_BACK).params(claim.backfill(), claim.number(), RangeTable.array(key)).update();
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
