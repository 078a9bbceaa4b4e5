package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.core.BaseConnection;

/**
 * The state of a connection's transaction.
 */
public enum TransactionState {

	/** No transaction has begun. */
	NONE,
	/** A transaction is open. */
	OPEN,
	/** A transaction is open in which a statement failed; it can only be rolled back. */
	FAILED;

	/**
	 * What the driver knows of a connection's transaction, also of one that was begun as
	 * text; it costs no round trip.
	 * @param connection a connection
	 * @return its state; where the driver cannot be asked, what autocommit suggests
	 * @throws SQLException if the connection is closed
	 */
	public static TransactionState of(Connection connection) throws SQLException {
		if (!connection.isWrapperFor(BaseConnection.class)) {
			return connection.getAutoCommit() ? NONE : OPEN;
		}
		return switch (connection.unwrap(BaseConnection.class).getTransactionState()) {
			case IDLE -> NONE;
			case OPEN -> OPEN;
			case FAILED -> FAILED;
		};
	}

}
