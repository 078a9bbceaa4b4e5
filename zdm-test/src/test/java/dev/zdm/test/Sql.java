package dev.zdm.test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * Runs single statements on connections of their own.
 */
final class Sql {

	private Sql() {
	}

	static void execute(PostgresServer server, String sql) {
		execute(server.dataSource(), sql);
	}

	static void execute(DataSource database, String sql) {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static List<String> column(PostgresServer server, String query) {
		return column(server.dataSource(), query);
	}

	static List<String> column(DataSource database, String query) {
		List<String> values = new ArrayList<>();
		try (Connection connection = database.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(query)) {
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
