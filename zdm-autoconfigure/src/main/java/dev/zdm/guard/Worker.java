package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import dev.zdm.catalog.TransactionState;
import dev.zdm.execute.SessionSettings;
import dev.zdm.execute.SpareConnection;
import dev.zdm.execute.Transactions;

/**
 * The connection that runs a plan: the caller's own when it is in no transaction, else
 * another one with the same role, {@code search_path} and other settings of its own.
 */
final class Worker {

	private Worker() {
	}

	static <T> T use(Caller caller, Use<T> use) throws SQLException {
		Connection connection = caller.connection();
		if (connection.getAutoCommit() && TransactionState.of(connection) == TransactionState.NONE) {
			return use.with(connection);
		}
		Map<String, String> identity = SessionSettings.ownOf(connection);
		Transactions.settle(connection);
		try (Connection worker = SpareConnection.open(caller.dataSource())) {
			boolean autoCommit = worker.getAutoCommit();
			worker.setAutoCommit(true);
			try {
				return SessionSettings.during(worker, identity, () -> use.with(worker));
			}
			finally {
				if (!autoCommit && !worker.isClosed()) {
					worker.setAutoCommit(false);
				}
			}
		}
	}

	/**
	 * What the connection is used for.
	 *
	 * @param <T> what comes of it
	 */
	interface Use<T> {

		T with(Connection worker) throws SQLException;

	}

}
