package dev.zdm.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.plan.Plan;
import dev.zdm.plan.Step.StepTransaction;
import org.postgresql.PGConnection;

/**
 * The snapshots that the caller's own connections hold: a concurrent build on another
 * connection would wait for them while the caller waits for the build, for ever.
 */
final class Snapshots {

	private static final String HOLDERS = """
			select array_agg(pid) from pg_stat_activity where pid = any (?) and pid <> pg_backend_pid()
			and backend_xmin is not null
			""";

	private final Caller caller;

	Snapshots(Caller caller) {
		this.caller = caller;
	}

	void requireNone(Connection worker, Plan plan) throws SQLException {
		if (plan.steps().stream().noneMatch((step) -> step.transaction() == StepTransaction.NONE)) {
			return;
		}
		List<Integer> pids = new ArrayList<>();
		add(pids, this.caller.connection());
		for (Connection sibling : this.caller.siblings()) {
			add(pids, sibling);
		}
		try (PreparedStatement statement = worker.prepareStatement(HOLDERS)) {
			statement.setArray(1, worker.createArrayOf("int4", pids.toArray()));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				String holders = row.getString(1);
				if (holders != null) {
					throw new SQLException(
							"A concurrent build would wait for ever for a snapshot that this thread itself "
									+ "holds on its connections " + holders
									+ " (process ids): an open cursor or a transaction in "
									+ "REPEATABLE READ. Close it first, or put the statement in a migration of its own.",
							"55000");
				}
			}
		}
	}

	private static void add(List<Integer> pids, Connection connection) throws SQLException {
		if (!connection.isClosed() && connection.isWrapperFor(PGConnection.class)) {
			pids.add(connection.unwrap(PGConnection.class).getBackendPID());
		}
	}

}
