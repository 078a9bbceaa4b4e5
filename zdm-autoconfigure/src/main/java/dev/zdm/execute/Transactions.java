package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * What there is to know and do about the transaction that a connection is in.
 */
public final class Transactions {

	private Transactions() {
	}

	/**
	 * The driver's knowledge of the connection's transaction; it costs no round trip.
	 * @param connection a connection
	 * @return open when that cannot be known
	 * @throws SQLException if the connection is closed
	 */
	public static State state(Connection connection) throws SQLException {
		if (!connection.isWrapperFor(BaseConnection.class)) {
			return connection.getAutoCommit() ? State.NONE : State.OPEN;
		}
		TransactionState state = connection.unwrap(BaseConnection.class).getTransactionState();
		return switch (state) {
			case IDLE -> State.NONE;
			case OPEN -> State.OPEN;
			case FAILED -> State.FAILED;
		};
	}

	/**
	 * Closes what an idle transaction left open on the server: the unnamed portal of its
	 * last query, which holds a snapshot that a concurrent index build would wait for.
	 * @param connection a connection
	 * @throws SQLException if the server refuses
	 */
	public static void settle(Connection connection) throws SQLException {
		if (state(connection) == State.OPEN) {
			connection.releaseSavepoint(connection.setSavepoint());
		}
	}

	/**
	 * Does some work in a transaction of its own, or in a savepoint of the one that is
	 * open, with settings that hold for the work only. When the work fails everything is
	 * as before it.
	 */
	static <T> T with(Connection connection, Map<String, String> settings, Work<T> work) throws SQLException {
		if (state(connection) == State.OPEN) {
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
		catch (SQLException | RuntimeException ex) {
			undo(connection, connection::rollback, ex);
			throw ex;
		}
	}

	private static <T> T inSavepoint(Connection connection, Map<String, String> settings, Work<T> work)
			throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try {
			Map<String, String> before = SessionSettings.setLocal(connection, settings);
			T result = work.run();
			SessionSettings.setLocal(connection, before);
			connection.releaseSavepoint(savepoint);
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			undo(connection, () -> connection.rollback(savepoint), ex);
			throw ex;
		}
	}

	private static void undo(Connection connection, Undo undo, Exception reason) throws SQLException {
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
	 * The state of a connection's transaction.
	 */
	public enum State {

		/** No transaction has begun. */
		NONE,
		/** A transaction is open. */
		OPEN,
		/**
		 * A transaction is open in which a statement failed; it can only be rolled back.
		 */
		FAILED

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
