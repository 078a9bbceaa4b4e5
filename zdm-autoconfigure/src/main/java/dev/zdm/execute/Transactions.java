package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import dev.zdm.catalog.TransactionState;

/**
 * What there is to know and do about the transaction that a connection is in.
 */
public final class Transactions {

	/** As text: JDBC's own savepoints are refused after a BEGIN that was sent as text. */
	private static final String SAVEPOINT = "savepoint zdm";

	private static final String RELEASE = "release savepoint zdm";

	private static final String ROLLBACK = "rollback to savepoint zdm; release savepoint zdm";

	private Transactions() {
	}

	/**
	 * Closes what an idle transaction left open on the server: the unnamed portal of its
	 * last query, which holds a snapshot that a concurrent index build would wait for.
	 * @param connection a connection
	 * @throws SQLException if the server refuses
	 */
	public static void settle(Connection connection) throws SQLException {
		if (TransactionState.of(connection) == TransactionState.OPEN) {
			execute(connection, SAVEPOINT);
			execute(connection, RELEASE);
		}
	}

	/**
	 * Does some work in a transaction of its own, or in a savepoint of the one that is
	 * open, with settings that hold for the work only. When the work fails everything is
	 * as before it.
	 */
	static <T> T with(Connection connection, Map<String, String> settings, Work<T> work) throws SQLException {
		if (TransactionState.of(connection) == TransactionState.OPEN) {
			return inSavepoint(connection, settings, work);
		}
		boolean autoCommit = connection.getAutoCommit();
		if (!autoCommit) {
			return inFreshTransaction(connection, settings, work);
		}
		connection.setAutoCommit(false);
		try {
			T result = inFreshTransaction(connection, settings, work);
			connection.commit();
			return result;
		}
		finally {
			if (!connection.isClosed()) {
				connection.setAutoCommit(true);
			}
		}
	}

	private static <T> T inFreshTransaction(Connection connection, Map<String, String> settings, Work<T> work)
			throws SQLException {
		try {
			Map<String, String> before = SessionSettings.setLocal(connection, settings);
			T result = work.run();
			SessionSettings.setLocal(connection, before);
			return result;
		}
		catch (SQLException | RuntimeException | Error ex) {
			undo(connection, connection::rollback, ex);
			throw ex;
		}
	}

	private static <T> T inSavepoint(Connection connection, Map<String, String> settings, Work<T> work)
			throws SQLException {
		execute(connection, SAVEPOINT);
		try {
			Map<String, String> before = SessionSettings.setLocal(connection, settings);
			T result = work.run();
			SessionSettings.setLocal(connection, before);
			execute(connection, RELEASE);
			return result;
		}
		catch (SQLException | RuntimeException | Error ex) {
			undo(connection, () -> execute(connection, ROLLBACK), ex);
			throw ex;
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void undo(Connection connection, Undo undo, Throwable reason) throws SQLException {
		if (connection.isClosed()) {
			return;
		}
		try {
			undo.run();
		}
		catch (SQLException ex) {
			reason.addSuppressed(ex);
		}
	}

	/**
	 * Something to do.
	 *
	 * @param <T> what comes of it
	 */
	public interface Work<T> {

		/**
		 * Does it.
		 * @return what comes of it
		 * @throws SQLException if it fails
		 */
		T run() throws SQLException;

	}

	private interface Undo {

		void run() throws SQLException;

	}

}
