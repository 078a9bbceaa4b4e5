package dev.zdm.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.TransactionState;
import dev.zdm.execute.OwnSessions;
import dev.zdm.execute.Pooler;
import dev.zdm.execute.Transactions;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Step.StepTransaction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What the transactions on the caller's own connections hold. A step on another
 * connection would wait for them while the caller waits for the step: for ever, where it
 * is concurrent.
 */
final class OwnTransactions {

	private static final String HOLDERS = """
			select array_agg(pid order by pid) filter (where locks), array_agg(pid order by pid) filter (where snapshot)
			from (select pid, ? and backend_xmin is not null as snapshot, exists (
			        select from unnest(?::bigint[], ?::text[]) awaited (relation, mode)
			        join pg_locks l on l.relation = awaited.relation and l.mode = awaited.mode
			        where l.pid = a.pid and l.locktype = 'relation' and l.granted
			        and l.database = (select oid from pg_database where datname = current_database())) as locks
			    from pg_stat_activity a where pid = any (?) and pid <> pg_backend_pid()) own
			""";

	private final Caller caller;

	OwnTransactions(Caller caller) {
		this.caller = caller;
	}

	/**
	 * Makes sure that no step of a plan waits for them.
	 * @param worker the connection that will run the steps
	 * @throws SQLException with SQLSTATE 55000 if one would
	 */
	void requireNotInTheWay(Connection worker, Plan plan) throws SQLException {
		try (PreparedStatement statement = worker.prepareStatement(HOLDERS)) {
			statement.setBoolean(1,
					plan.steps().stream().anyMatch((step) -> step.transaction() == StepTransaction.NONE));
			List<Long> relations = new ArrayList<>();
			List<String> modes = new ArrayList<>();
			plan.steps().stream().flatMap((step) -> step.awaited().stream()).distinct().forEach((lock) -> {
				for (LockMode mode : lock.mode().conflicts()) {
					relations.add(lock.oid());
					modes.add(mode.pgName());
				}
			});
			statement.setArray(2, worker.createArrayOf("bigint", relations.toArray()));
			statement.setArray(3, worker.createArrayOf("text", modes.toArray()));
			statement.setArray(4, worker.createArrayOf("int4", backends(Pooler.isBetween(worker)).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				require(row.getString(1), "a lock",
						"a transaction that uses the table. Commit it first, or send the statement on that connection.");
				require(row.getString(2), "a snapshot", "an open cursor or a transaction in REPEATABLE READ. "
						+ "Close it first, or put the statement in a migration of its own.");
			}
		}
	}

	private static void require(@Nullable String holders, String held, String advice) throws SQLException {
		if (holders != null) {
			throw new SQLException("The statement would wait for ever for " + held
					+ " that this thread itself holds on its connections " + holders + " (process ids): " + advice,
					"55000");
		}
	}

	private List<Integer> backends(boolean pooled) throws SQLException {
		List<Integer> pids = new ArrayList<>();
		add(pids, this.caller.connection(), pooled);
		for (Connection sibling : this.caller.siblings()) {
			add(pids, sibling, pooled);
		}
		return pids;
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
