package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.zdm.catalog.LockMode;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sessions that hold locks which conflict with those that are wanted.
 */
final class Blockers {

	private static final int LONGEST_QUERY = 120;

	/** A transaction sees the activity as of its first look, unless that is cleared. */
	private static final String FORGET_ACTIVITY = "select pg_stat_clear_snapshot()";

	private static final String BLOCKERS = """
			select distinct on (l.pid) l.pid, a.usename, a.application_name, a.state,
			    extract(epoch from clock_timestamp() - a.xact_start) * 1000,
			    l.mode || ' on ' || l.relation::regclass, a.query
			from unnest(?::bigint[], ?::text[]) wanted (relation, mode)
			join pg_locks l on l.relation = wanted.relation and l.mode = wanted.mode
			left join pg_stat_activity a on a.pid = l.pid
			where l.locktype = 'relation' and l.granted and l.pid is distinct from pg_backend_pid()
			and l.database = (select oid from pg_database where datname = current_database())
			order by l.pid
			""";

	private Blockers() {
	}

	static List<Blocker> of(Connection connection, List<RelationLock> wanted) throws SQLException {
		List<Blocker> blockers = new ArrayList<>();
		if (wanted.isEmpty()) {
			return blockers;
		}
		List<Long> relations = new ArrayList<>();
		List<String> modes = new ArrayList<>();
		for (RelationLock lock : wanted) {
			for (LockMode mode : LockMode.values()) {
				if (lock.mode().conflictsWith(mode)) {
					relations.add(lock.oid());
					modes.add(mode.pgName());
				}
			}
		}
		try (PreparedStatement forget = connection.prepareStatement(FORGET_ACTIVITY)) {
			forget.execute();
		}
		try (PreparedStatement statement = connection.prepareStatement(BLOCKERS)) {
			statement.setArray(1, connection.createArrayOf("bigint", relations.toArray()));
			statement.setArray(2, connection.createArrayOf("text", modes.toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					blockers.add(blocker(row));
				}
			}
		}
		return blockers;
	}

	private static Blocker blocker(ResultSet row) throws SQLException {
		return new Blocker(row.getInt(1), text(row.getString(2)), text(row.getString(3)), text(row.getString(4)),
				Duration.ofMillis(row.getLong(5)), text(row.getString(6)), shortened(row.getString(7)));
	}

	private static String text(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

	private static String shortened(@Nullable String query) {
		String redacted = Script.split(text(query))
			.stream()
			.findFirst()
			.map(SqlText::redacted)
			.orElse("")
			.replaceAll("\\s+", " ");
		return (redacted.length() > LONGEST_QUERY) ? redacted.substring(0, LONGEST_QUERY) + "…" : redacted;
	}

}
