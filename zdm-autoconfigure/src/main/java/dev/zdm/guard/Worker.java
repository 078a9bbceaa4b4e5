package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;

import dev.zdm.execute.SessionSettings;
import dev.zdm.execute.Transactions;
import dev.zdm.execute.Transactions.State;

/**
 * The connection that runs a plan: the caller's own when it is in no transaction, else
 * another one with the same role and {@code search_path}.
 */
final class Worker {

	private Worker() {
	}

	static <T> T use(Caller caller, Use<T> use) throws SQLException {
		Connection connection = caller.connection();
		if (connection.getAutoCommit() && Transactions.state(connection) == State.NONE) {
			return use.with(connection);
		}
		Map<String, String> identity = SessionSettings.read(connection, "role", "search_path");
		Transactions.settle(connection);
		try (Connection worker = open(caller)) {
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

	private static Connection open(Caller caller) throws SQLException {
		try {
			return caller.dataSource().getConnection();
		}
		catch (SQLTransientConnectionException ex) {
			throw new SQLTransientConnectionException(
					"zdm needs a second connection for steps that cannot run inside the caller's transaction, and the pool "
							+ "gave none: " + ex.getMessage()
							+ " Make the pool larger by two (spring.datasource.hikari.maximum-pool-size).",
					ex.getSQLState(), ex);
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
