package dev.zdm.lint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.zdm.catalog.TransactionState;
import org.jspecify.annotations.Nullable;

/**
 * A second connection, on which runs what must leave no lock in the migration's
 * transaction.
 */
final class Beside implements AutoCloseable {

	private final ScratchDatabase database;

	private @Nullable Connection connection;

	Beside(ScratchDatabase database) {
		this.database = database;
	}

	/**
	 * Runs a statement with the role and the {@code search_path} of a migration.
	 * @param migration the migration's connection
	 * @param sql the statement
	 * @return false if it cannot run past the migration's transaction, and did not
	 */
	boolean execute(Connection migration, String sql) throws SQLException {
		if (this.connection == null) {
			this.connection = this.database.connect();
		}
		Connection second = this.connection;
		copySession(migration, second);
		try {
			Replay.execute(second, sql);
			return true;
		}
		catch (SQLException ex) {
			// It needs something that only the transaction sees, or is wrong, which the
			// migration's connection will say.
			return false;
		}
		finally {
			Replay.execute(second, "reset all; reset role");
		}
	}

	private static void copySession(Connection from, Connection to) throws SQLException {
		boolean open = TransactionState.of(from) != TransactionState.NONE;
		try (Statement query = from.createStatement();
				ResultSet row = query.executeQuery("select current_setting('search_path'), current_setting('role')");
				PreparedStatement copy = to.prepareStatement("""
						select set_config('search_path', ?, false), set_config('role', ?, false),
						    set_config('lock_timeout', '2s', false)""")) {
			row.next();
			copy.setString(1, row.getString(1));
			copy.setString(2, row.getString(2));
			copy.execute();
		}
		finally {
			if (!open && !from.getAutoCommit()) {
				from.rollback();
			}
		}
	}

	@Override
	public void close() throws SQLException {
		if (this.connection != null) {
			this.connection.close();
		}
	}

}
