package dev.zdm.backfill;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Tells who holds rows: the transaction that a row was last locked or changed by is noted
 * on the row, and each transaction that goes on holds a lock on its own number. Several
 * that share a row stand in a multixact. What is held beside the row itself, such as the
 * row that a foreign key refers to, is not found.
 */
final class Holders {

	private static final int ROWS = 20;

	/**
	 * The sessions of locks {@code l} that meet a condition, for {@link #session}.
	 */
	static final String SESSIONS_WITH = """
			select distinct on (a.xact_start, l.pid) l.pid, a.usename, a.application_name, a.state,
			       extract(epoch from clock_timestamp() - a.xact_start)::bigint as seconds
			  from pg_locks l left join pg_stat_activity a on a.pid = l.pid
			 where %s and l.pid is distinct from pg_backend_pid()
			 order by a.xact_start, l.pid limit 3
			""";

	private static final String SESSIONS = SESSIONS_WITH.formatted(
			"""
					l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.transactionid::text = any(?)""");

	private static final String MEMBERS = """
			select distinct m.xid::text from unnest(?) x(id) cross join lateral pg_get_multixact_members(x.id::xid) m
			""";

	private final Sessions sessions;

	private final KeysetBatches keyset;

	Holders(Sessions sessions, KeysetBatches keyset) {
		this.sessions = sessions;
		this.keyset = keyset;
	}

	/**
	 * Who holds some rows, as far as can be told.
	 * @return up to three sessions, those with the oldest transactions first; none if
	 * they are gone by now
	 */
	List<String> of(List<List<String>> positions) {
		List<List<String>> some = positions.subList(0, Math.min(positions.size(), ROWS));
		try {
			return this.sessions.inTransaction(Limits.JOURNAL.along(this.keyset), () -> {
				List<String> transactions = this.keyset.lockers(some);
				List<String> found = sessions(transactions);
				return found.isEmpty() ? sessions(members(transactions)) : found;
			});
		}
		catch (DataAccessException ex) {
			if (Failure.of(ex).kind() == Failure.Kind.CONNECTION) {
				throw ex;
			}
			return List.of();
		}
	}

	private List<String> sessions(List<String> transactions) {
		return this.sessions.jdbc().sql(SESSIONS).param(array(transactions)).query(Holders::session).list();
	}

	/** An error if one of them is none, as it has ended since. */
	private List<String> members(List<String> multixacts) {
		return this.sessions.jdbc().sql(MEMBERS).param(array(multixacts)).query(String.class).list();
	}

	private static SqlArrayValue array(List<String> values) {
		return new SqlArrayValue("text", values.toArray());
	}

	/** The role may not see all of it. */
	static String session(ResultSet row, int number) throws SQLException {
		if (row.getObject("pid") == null) {
			return "a prepared transaction";
		}
		StringBuilder said = new StringBuilder("pid " + row.getInt("pid"));
		if (row.getString("usename") != null) {
			said.append(" of user ").append(row.getString("usename"));
		}
		if (row.getString("application_name") != null && !row.getString("application_name").isEmpty()) {
			said.append(" in ").append(row.getString("application_name"));
		}
		if (row.getString("state") != null) {
			said.append(", ").append(row.getString("state"));
		}
		return (row.getObject("seconds") == null) ? said.toString()
				: said.append(", in a transaction for ").append(row.getLong("seconds")).append(" s").toString();
	}

}
