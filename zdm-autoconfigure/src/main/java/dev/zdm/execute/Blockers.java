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
import dev.zdm.execute.Blocker.Kind;
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

	/**
	 * The kind of the session {@code a} whose process is the parameter; one whose type
	 * the role may not see is told by its user: only processes of the server's own have
	 * none.
	 */
	static final String KIND = """
			case when exists (select from pg_stat_get_wal_senders() w where w.pid = %1$s) then 'WALSENDER'
			        when a.backend_type = 'autovacuum worker'
			            then case when a.query like '%%(to prevent wraparound)' then 'WRAPAROUND' else 'AUTOVACUUM' end
			        when coalesce(a.backend_type <> 'client backend', a.usename is null) then 'SERVER'
			        when a.application_name = 'zdm backfill' or exists (select from pg_locks z where z.pid = %1$s
			            and z.locktype = 'advisory' and z.classid = 2053400685 and z.objsubid = 2) then 'ZDM'
			        else 'CLIENT' end""";

	private static final String BLOCKERS = """
			select distinct on (l.pid, l.virtualtransaction) l.pid, coalesce(a.usename, p.owner), a.application_name,
			    coalesce(a.state, 'prepared as ' || quote_literal(p.gid)),
			    extract(epoch from clock_timestamp() - coalesce(a.xact_start, p.prepared)) * 1000,
			    l.mode || ' on ' || l.relation::regclass, a.query,
			    case when l.pid is null then 'PREPARED' else (""" + KIND.formatted("l.pid") + """
			) end,
			    l.virtualtransaction
			from unnest(?::bigint[], ?::text[]) wanted (relation, mode)
			join pg_locks l on l.relation = wanted.relation and l.mode = wanted.mode
			left join pg_stat_activity a on a.pid = l.pid
			left join lateral (select x.* from pg_locks t join pg_prepared_xacts x on x.transaction = t.transactionid
			    where l.pid is null and t.pid is null and t.locktype = 'transactionid'
			    and t.virtualtransaction = l.virtualtransaction and x.database = current_database() limit 1) p on true
			where l.locktype = 'relation' and l.granted and l.pid is distinct from pg_backend_pid()
			and a.backend_type is distinct from 'parallel worker'
			and l.database = (select oid from pg_database where datname = current_database())
			order by l.pid, l.virtualtransaction
			""";

	private static final String WAITING = """
			select count(distinct pid) from pg_locks where not granted and relation = any (?) and pid <> pg_backend_pid()
			and database = (select oid from pg_database where datname = current_database())
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
			for (LockMode mode : lock.mode().conflicts()) {
				relations.add(lock.oid());
				modes.add(mode.pgName());
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

	/**
	 * How many sessions wait for some lock on one of these relations.
	 */
	static int waiting(Connection connection, List<RelationLock> wanted) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
			statement.setArray(1,
					connection.createArrayOf("bigint", wanted.stream().map(RelationLock::oid).distinct().toArray()));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getInt(1);
			}
		}
	}

	/** The columns are those of {@link #BLOCKERS}. */
	static Blocker blocker(ResultSet row) throws SQLException {
		return new Blocker(row.getInt(1), text(row.getString(2)), text(row.getString(3)), text(row.getString(4)),
				Duration.ofMillis(row.getLong(5)), text(row.getString(6)), shortened(row.getString(7)),
				Kind.valueOf(row.getString(8)), text(row.getString(9)));
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
