package dev.zdm.throttle;

import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * A signal that a server is asked for, on a connection that it shares with others.
 */
interface ServerSignal extends Signal {

	/**
	 * The server.
	 */
	DataSource server();

	/**
	 * Reads the figure on the connection of a round.
	 */
	Reading read(Round round) throws SQLException;

	@Override
	default Reading read() throws SQLException {
		try (Round round = new Round(server())) {
			return read(round);
		}
	}

}
