package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * One more connection beside those that the caller holds, also when these are bound to a
 * transaction of Spring's.
 */
public final class SpareConnection {

	private SpareConnection() {
	}

	/**
	 * Opens a connection.
	 * @param dataSource where it comes from
	 * @return the connection
	 * @throws SQLTransientConnectionException if the pool is too small, with what to do
	 * @throws SQLException if there is no connection for another reason
	 */
	public static Connection open(DataSource dataSource) throws SQLException {
		try {
			return beyondTransactions(dataSource).getConnection();
		}
		catch (SQLTransientConnectionException ex) {
			throw tooSmall(ex);
		}
	}

	/** A proxy of Spring's would hand out the very connection that the caller holds. */
	private static DataSource beyondTransactions(DataSource dataSource) {
		return (dataSource instanceof TransactionAwareDataSourceProxy aware)
				? beyondTransactions(Objects.requireNonNull(aware.getTargetDataSource())) : dataSource;
	}

	/**
	 * Says that the pool is too small.
	 * @param cause what the pool said
	 * @return the exception to throw
	 */
	public static SQLTransientConnectionException tooSmall(SQLTransientConnectionException cause) {
		return new SQLTransientConnectionException(
				"zdm needs up to two connections beside the caller's, for its journal "
						+ "and for steps that cannot run inside the caller's transaction, and the pool gave none: "
						+ cause.getMessage() + " Make it larger (spring.datasource.hikari.maximum-pool-size).",
				cause.getSQLState(), cause);
	}

}
