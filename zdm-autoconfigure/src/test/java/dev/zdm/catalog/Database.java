package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.sql.Script;
import dev.zdm.sql.Statement;
import dev.zdm.sql.StatementParser;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

/**
 * A fresh database on the shared server.
 */
public final class Database implements AutoCloseable {

	private final PostgresServer server = PostgresCluster.shared().primary();

	private final String name = this.server.createDatabase();

	public Connection connect() throws SQLException {
		return this.server.dataSource(this.name).getConnection();
	}

	/** A connection that is in a transaction from its first statement on. */
	public Connection begin() throws SQLException {
		Connection connection = connect();
		connection.setAutoCommit(false);
		return connection;
	}

	public void run(String... statements) throws SQLException {
		try (Connection connection = connect()) {
			run(connection, statements);
		}
	}

	public Facts facts(String sql) throws SQLException {
		try (Connection connection = connect()) {
			return facts(connection, sql);
		}
	}

	public List<String> strings(String sql) throws SQLException {
		try (Connection connection = connect()) {
			return strings(connection, sql);
		}
	}

	public String name() {
		return this.name;
	}

	public int version() {
		return this.server.majorVersion();
	}

	@Override
	public void close() {
		this.server.dropDatabase(this.name);
	}

	public static Facts facts(Connection connection, String sql) throws SQLException {
		return new CatalogReader().read(connection, parse(sql));
	}

	public static Statement parse(String sql) {
		return StatementParser.parse(Script.split(sql).get(0));
	}

	public static void run(Connection connection, String... statements) throws SQLException {
		try (java.sql.Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/** The first column of every row. */
	public static List<String> strings(Connection connection, String sql) throws SQLException {
		List<String> strings = new ArrayList<>();
		try (java.sql.Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				strings.add(row.getString(1));
			}
		}
		return strings;
	}

}
