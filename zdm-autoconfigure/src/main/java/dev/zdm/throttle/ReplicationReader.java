package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Asks the primary, in a short transaction on a connection that is borrowed for it. It
 * takes no lock on anything but catalog views.
 */
final class ReplicationReader {

	/** So that a server in trouble gives a missing reading, not a stuck thread. */
	private static final String LIMITS = "set local statement_timeout = '1s'; set local lock_timeout = '500ms'";

	private static final String READ = """
			with primary_server as materialized (
			  select (pg_current_wal_lsn() - '0/0')::bigint as position,
			         (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros,
			         quote_ident(current_user) as role
			)
			select p.position, p.micros, p.role, r.pid, coalesce(r.application_name, '') as name,
			       coalesce(s.slot_name, '') as slot, coalesce(host(r.client_addr), 'local') as address,
			       coalesce(s.slot_type = 'logical', false) as logical, r.state,
			       (r.replay_lsn - '0/0')::bigint as replayed,
			       (extract(epoch from r.replay_lag) * 1000000)::bigint as lag_micros
			  from primary_server p
			  left join pg_stat_replication r on true
			  left join pg_replication_slots s on s.active_pid = r.pid
			 order by name, r.pid
			""";

	private final DataSource dataSource;

	ReplicationReader(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	ReplicationSnapshot read() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.execute(LIMITS);
				return read(statement);
			}
			finally {
				connection.rollback();
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	private ReplicationSnapshot read(Statement statement) throws SQLException {
		try (ResultSet result = statement.executeQuery(READ)) {
			result.next();
			long micros = result.getLong("micros");
			long position = result.getLong("position");
			String role = result.getString("role");
			List<ReplicaRow> rows = new ArrayList<>();
			do {
				if (result.getObject("pid") != null) {
					rows.add(row(result));
				}
			}
			while (result.next());
			return new ReplicationSnapshot(Instant.EPOCH.plus(micros(micros)), position, role, rows);
		}
	}

	private static ReplicaRow row(ResultSet result) throws SQLException {
		Long lag = number(result, "lag_micros");
		return new ReplicaRow(result.getString("name"), result.getString("slot"), result.getString("address"),
				result.getBoolean("logical"), result.getString("state"), number(result, "replayed"),
				(lag != null) ? micros(lag) : null);
	}

	private static @Nullable Long number(ResultSet result, String column) throws SQLException {
		long value = result.getLong(column);
		return result.wasNull() ? null : value;
	}

	private static Duration micros(long micros) {
		return Duration.ofNanos(micros * 1000);
	}

}
