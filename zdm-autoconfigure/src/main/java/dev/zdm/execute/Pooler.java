package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.postgresql.PGConnection;

/**
 * Finds out whether a pooler between the application and the server, such as PgBouncer in
 * transaction mode, gives each transaction another backend. Then nothing that belongs to
 * a session can be used: settings would stay on a backend that somebody else is given
 * next, advisory locks would never be released.
 */
public final class Pooler {

	private static final int TRIES = 3;

	private static final String BACKEND = "select pg_backend_pid()";

	private Pooler() {
	}

	/**
	 * Whether transactions change their backends. A direct connection is known by one
	 * question. Behind a pooler two connections tell: in session mode each keeps its own
	 * backend; in transaction mode a free one goes to who asks next.
	 * @param connection a connection in no matter which state
	 * @param dataSource where two more come from, if there is a pooler
	 * @return whether they do; false where the driver cannot be asked
	 * @throws SQLException if the server cannot be asked or there is no connection
	 */
	public static boolean swapsBackends(Connection connection, DataSource dataSource) throws SQLException {
		if (!isBetween(connection)) {
			return false;
		}
		try (Connection one = SpareConnection.open(dataSource); Connection other = SpareConnection.open(dataSource)) {
			boolean autoCommit = one.getAutoCommit();
			boolean otherAutoCommit = other.getAutoCommit();
			one.setAutoCommit(true);
			other.setAutoCommit(false);
			try {
				return shareBackends(one, other);
			}
			finally {
				other.rollback();
				other.setAutoCommit(otherAutoCommit);
				one.setAutoCommit(autoCommit);
			}
		}
	}

	private static boolean shareBackends(Connection one, Connection other) throws SQLException {
		for (int i = 0; i < TRIES; i++) {
			int before = backendOf(one);
			if (backendOf(other) == before || backendOf(one) != before) {
				return true;
			}
			other.rollback();
		}
		return false;
	}

	/**
	 * Whether there is a pooler between a connection and the server, in whatever mode.
	 * @param connection a connection of PostgreSQL's driver that can be asked
	 * @return whether the server knows it by another process id than the driver; false
	 * where the driver cannot be asked
	 * @throws SQLException if the server cannot be asked
	 */
	public static boolean isBetween(Connection connection) throws SQLException {
		return connection.isWrapperFor(PGConnection.class) && OwnSessions.pidOf(connection) != backendOf(connection);
	}

	/**
	 * The backend that serves a connection; behind a pooler in transaction mode the next
	 * question may be another's.
	 * @param connection a connection that can be asked; in an open transaction the
	 * question leaves a portal open, see {@link Transactions#settle}
	 * @return the process id of the backend
	 * @throws SQLException if the server cannot be asked
	 */
	public static int backendOf(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(BACKEND);
				ResultSet row = statement.executeQuery()) {
			row.next();
			return row.getInt(1);
		}
	}

}
