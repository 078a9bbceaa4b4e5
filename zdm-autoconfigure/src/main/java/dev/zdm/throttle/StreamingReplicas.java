package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The physical standbys that are connected, and the logical slots, connected or not. It
 * reads {@code pg_stat_replication}, where a role without {@code pg_monitor} sees that
 * there is a standby but not how far it is, and {@code pg_replication_slots}, which
 * everybody may read.
 */
final class StreamingReplicas implements ReplicaSource {

	private static final String READ = """
			with primary_server as materialized (
			  select (pg_current_wal_lsn() - '0/0')::bigint as position,
			         (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros,
			         quote_ident(current_user) as role
			), receiver as (
			  select 'STREAMING' as kind, coalesce(r.application_name, '') as name, coalesce(s.slot_name, '') as slot,
			         coalesce(host(r.client_addr), 'local') as address, r.state, r.replay_lsn as replayed, r.replay_lag as lag
			    from pg_stat_replication r
			    left join pg_replication_slots s on s.active_pid = r.pid
			   where s.slot_type is distinct from 'logical'
			  union all
			  select 'LOGICAL', slot_name, slot_name, '', 'logical', confirmed_flush_lsn, null
			    from pg_replication_slots
			   where slot_type = 'logical' and wal_status is distinct from 'lost'
			)
			select p.position, p.micros, p.role, r.kind, r.name, r.slot, r.address, r.state,
			       (r.replayed - '0/0')::bigint as replayed, (extract(epoch from r.lag) * 1000000)::bigint as lag_micros
			  from primary_server p
			  left join receiver r on true
			 order by r.kind desc, r.name, r.address
			""";

	@Override
	public ReplicationSnapshot read(Round round) throws SQLException {
		return round.ask(READ, StreamingReplicas::snapshot);
	}

	private static ReplicationSnapshot snapshot(ResultSet result) throws SQLException {
		result.next();
		Instant at = Instant.EPOCH.plus(micros(result.getLong("micros")));
		long position = result.getLong("position");
		String role = result.getString("role");
		List<ReplicaRow> rows = new ArrayList<>();
		do {
			if (result.getString("kind") != null) {
				rows.add(row(result));
			}
		}
		while (result.next());
		return new ReplicationSnapshot(at, position, role, rows);
	}

	private static ReplicaRow row(ResultSet result) throws SQLException {
		Long lag = number(result, "lag_micros");
		return new ReplicaRow(ReplicaRow.Kind.valueOf(result.getString("kind")), result.getString("name"),
				result.getString("slot"), result.getString("address"), result.getString("state"),
				number(result, "replayed"), (lag != null) ? micros(lag) : null, "");
	}

	private static @Nullable Long number(ResultSet result, String column) throws SQLException {
		long value = result.getLong(column);
		return result.wasNull() ? null : value;
	}

	private static Duration micros(long micros) {
		return Duration.ofNanos(micros * 1000);
	}

}
