package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.execute.OwnSessions;
import org.postgresql.PGConnection;

/**
 * Who sends a statement, and through what.
 *
 * @param connection the driver's or pool's connection that the statement was sent on
 * @param dataSource where another such connection comes from, past the guard
 * @param siblings the other connections that the same thread has open, such as the one on
 * which a migration tool holds its lock
 */
public record Caller(Connection connection, DataSource dataSource, List<Connection> siblings) {

	/**
	 * The backend of the connection; 0, which none has, when the driver cannot be asked.
	 */
	int backend() throws SQLException {
		return this.connection.isWrapperFor(PGConnection.class) ? OwnSessions.pidOf(this.connection) : 0;
	}

}
