package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * Replicas that are asked themselves how far their replay is. Everybody may ask that, so
 * it serves where the primary does not tell, and for cascading replicas, which the
 * primary does not know.
 */
final class DirectReplicas {

	private static final String READ = """
			select coalesce(nullif(current_setting('cluster_name'), ''), '') as name, pg_is_in_recovery() as replica,
			       (pg_last_wal_replay_lsn() - '0/0')::bigint as replayed
			""";

	private final List<DataSource> replicas;

	DirectReplicas(List<DataSource> replicas) {
		this.replicas = List.copyOf(replicas);
	}

	List<DataSource> sources() {
		return this.replicas;
	}

	List<ReplicaRow> read() {
		List<ReplicaRow> rows = new ArrayList<>();
		for (int number = 1; number <= this.replicas.size(); number++) {
			rows.add(read(this.replicas.get(number - 1), "zdmReplica " + number));
		}
		return rows;
	}

	private static ReplicaRow read(DataSource replica, String name) {
		try (Round round = new Round(replica)) {
			return round.ask(READ, (result) -> row(result, name));
		}
		catch (SQLException ex) {
			return unknown(name, "cannot be asked (SQLSTATE " + ex.getSQLState() + ")");
		}
	}

	private static ReplicaRow row(ResultSet result, String unnamed) throws SQLException {
		result.next();
		String name = result.getString("name").isEmpty() ? unnamed : result.getString("name");
		long replayed = result.getLong("replayed");
		if (!result.getBoolean("replica")) {
			return unknown(name, "is asked as a replica and is none");
		}
		return new ReplicaRow(ReplicaRow.Kind.DIRECT, name, "", name, "direct", replayed, null, "");
	}

	private static ReplicaRow unknown(String name, String problem) {
		return new ReplicaRow(ReplicaRow.Kind.DIRECT, name, "", name, "direct", null, null, problem);
	}

}
