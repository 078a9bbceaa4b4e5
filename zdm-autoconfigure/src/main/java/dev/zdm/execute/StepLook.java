package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the server, on another connection, how a step stands that one of its backends
 * runs.
 *
 * @param pid the backend
 */
record StepLook(int pid) {

	/** Numbers belong to the phase, so only those that move in it are named. */
	private static final String PROGRESS = """
			select p.phase || case
			    when p.phase like 'waiting%' and p.lockers_total > 0
			        then ', ' || p.lockers_done || ' of ' || p.lockers_total || ' transactions have ended'
			    when p.phase like '%tuples%' and p.tuples_total > 0
			        then ', ' || p.tuples_done || ' of ' || p.tuples_total || ' rows'
			    when p.blocks_total > 0 then ', ' || p.blocks_done || ' of ' || p.blocks_total || ' blocks'
			    else '' end
			from pg_stat_progress_create_index p where p.pid = ?
			""";

	private static final String AWAITED = """
			select distinct on (b.pid) nullif(b.pid, 0), a.usename, a.application_name,
			    coalesce(a.state, 'prepared for a two-phase commit'),
			    extract(epoch from clock_timestamp() - a.xact_start) * 1000, 'what this step waits for', a.query,
			    case when b.pid = 0 then 'PREPARED' else (""" + Blockers.KIND.formatted("b.pid") + """
			) end, (select t.virtualtransaction from pg_locks t
			    where t.pid = b.pid and t.locktype = 'virtualxid' and t.granted limit 1)
			from unnest(pg_blocking_pids(?)) b (pid) left join pg_stat_activity a on a.pid = b.pid
			""";

	private static final String BEHIND = """
			select count(*) from pg_stat_activity a where a.wait_event_type = 'Lock' and ? = any (pg_blocking_pids(a.pid))
			""";

	/**
	 * Looks.
	 * @param elapsed for how long the step has been running, which is all there is to say
	 * of what the server reports no progress of
	 */
	StepProgress progress(Connection connection, Duration elapsed) throws SQLException {
		List<Blocker> awaited = new ArrayList<>();
		ask(connection, AWAITED, (row) -> awaited.add(Blockers.blocker(row)));
		List<String> text = new ArrayList<>();
		ask(connection, PROGRESS, (row) -> text.add(row.getString(1)));
		List<Integer> behind = new ArrayList<>();
		ask(connection, BEHIND, (row) -> behind.add(row.getInt(1)));
		return new StepProgress(text.isEmpty()
				? (awaited.isEmpty() ? "running" : "waiting") + ", " + elapsed.toSeconds() + " s since it began"
				: text.get(0), awaited, behind.get(0));
	}

	private void ask(Connection connection, String sql, Row each) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setInt(1, this.pid);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					each.read(row);
				}
			}
		}
	}

	/** Reads a row. */
	private interface Row {

		void read(ResultSet row) throws SQLException;

	}

}
