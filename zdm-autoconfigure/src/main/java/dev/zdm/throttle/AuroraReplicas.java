package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The readers of an Aurora cluster. They replay nothing and are not in
 * {@code pg_stat_replication}; the writer knows them through
 * {@code aurora_replica_status()}, in which it is itself a row, too.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_replica_status.html">aurora_replica_status</a>
 */
final class AuroraReplicas implements ReplicaSource {

	/** A reader that reports nothing for so long is being restarted, or worse. */
	private static final Duration SILENT = Duration.ofSeconds(10);

	private static final String EXISTS = "select to_regproc('aurora_replica_status') is not null";

	private static final String READ = """
			with writer as materialized (
			  select (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros, quote_ident(current_user) as role
			)
			select w.micros, w.role, r.server_id, r.replica_lag_in_msec as lag,
			       coalesce(extract(epoch from clock_timestamp() - r.last_update_timestamp), 0) as silent
			  from writer w
			  left join aurora_replica_status() r on r.session_id is distinct from 'MASTER_SESSION_ID'
			 order by r.server_id
			""";

	/**
	 * Whether this is Aurora.
	 */
	static boolean exist(Round round) throws SQLException {
		return round.ask(EXISTS, (result) -> result.next() && result.getBoolean(1));
	}

	@Override
	public ReplicationSnapshot read(Round round) throws SQLException {
		return round.ask(READ, AuroraReplicas::snapshot);
	}

	private static ReplicationSnapshot snapshot(ResultSet result) throws SQLException {
		result.next();
		Instant at = Instant.EPOCH.plus(Duration.ofNanos(result.getLong("micros") * 1000));
		String role = result.getString("role");
		List<ReplicaRow> rows = new ArrayList<>();
		do {
			if (result.getString("server_id") != null) {
				rows.add(row(result));
			}
		}
		while (result.next());
		return new ReplicationSnapshot(at, 0, role, rows);
	}

	private static ReplicaRow row(ResultSet result) throws SQLException {
		double millis = result.getDouble("lag");
		boolean missing = result.wasNull();
		double silent = result.getDouble("silent");
		String problem = (silent * 1000 > SILENT.toMillis()) ? "has reported nothing for %.0f s".formatted(silent)
				: missing ? "reports no lag" : "";
		return new ReplicaRow(ReplicaRow.Kind.AURORA, result.getString("server_id"), "", "", "aurora", null,
				missing ? null : Duration.ofNanos((long) (millis * 1e6)), problem);
	}

}
