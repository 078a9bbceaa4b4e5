package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.zdm.catalog.Database;

/**
 * Fills a database with what the cases are about.
 */
final class Fixture {

	private Fixture() {
	}

	/** Temporary tables live as long as the connection does. */
	static void create(Connection connection, int version) throws SQLException {
		run(connection, "set timezone = 'UTC'", Resource.text("fixture.sql"));
		if (version >= 18) {
			run(connection, Resource.text("fixture-18.sql"));
		}
		for (TableKind kind : TableKind.values()) {
			run(connection, kind.creation().toArray(String[]::new));
			tolerate(connection, Resource.lines("table.sql").stream().map(kind::fill).toList());
			run(connection, kind.rows());
		}
		run(connection, TypePairs.creation().toArray(String[]::new));
		tolerate(connection, TypePairs.indexes());
		run(connection, "insert into referring select id, id from referenced_t",
				"refresh materialized view watched_stored", "analyze");
	}

	private static void run(Connection connection, String... statements) throws SQLException {
		Database.run(connection, statements);
	}

	/** Runs what not every kind of table or type can have. */
	private static void tolerate(Connection connection, List<String> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				try {
					statement.execute(sql);
				}
				catch (SQLException ex) {
					if (connection.isClosed()) {
						throw ex;
					}
				}
			}
		}
	}

}
