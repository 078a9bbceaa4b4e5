package dev.zdm.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.TransactionState;
import dev.zdm.execute.OwnSessions;
import dev.zdm.execute.Pooler;
import dev.zdm.execute.Transactions;
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
		boolean pooled = Pooler.isBetween(worker);
		List<Integer> pids = new ArrayList<>();
		add(pids, this.caller.connection(), pooled);
		for (Connection sibling : this.caller.siblings()) {
			add(pids, sibling, pooled);
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

	/**
	 * Behind a pooler the driver knows another number than the server. Then only those
	 * that are in a transaction are asked: others have no snapshot, and no backend
	 * perhaps.
	 */
	private static void add(List<Integer> pids, Connection connection, boolean pooled) throws SQLException {
		if (connection.isClosed() || !connection.isWrapperFor(PGConnection.class)) {
			return;
		}
		if (!pooled) {
			pids.add(OwnSessions.pidOf(connection));
		}
		else if (TransactionState.of(connection) == TransactionState.OPEN) {
			pids.add(Pooler.backendOf(connection));
			Transactions.settle(connection);
		}
	}

}
