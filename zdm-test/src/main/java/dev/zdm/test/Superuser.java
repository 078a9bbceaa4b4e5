package dev.zdm.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * Runs single statements on a server, each on a connection of its own.
 *
 * @param server the name of the server, for messages
 * @param dataSource where to connect
 */
record Superuser(String server, DataSource dataSource) {

	/**
	 * Runs a statement.
	 * @param sql the statement
	 * @throws IllegalStateException when the server refuses it or cannot be reached
	 */
	void execute(String sql) {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw refused(sql, ex);
		}
	}

	/**
	 * Asks for one value.
	 * @param sql a query with one row
	 * @return the value in the first column
	 * @throws IllegalStateException when the server refuses it or cannot be reached
	 */
	String query(String sql) {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
		catch (SQLException ex) {
			throw refused(sql, ex);
		}
	}

	boolean isTrue(String sql) {
		return "t".equals(query(sql));
	}

	private IllegalStateException refused(String sql, SQLException cause) {
		return new IllegalStateException("%s did not run: %s".formatted(this.server, sql), cause);
	}

}
