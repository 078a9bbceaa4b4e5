package dev.zdm.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.zdm.catalog.Database;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

/**
 * A database with the shop in it, as it was before any operation. The shop is made once,
 * all others are copies, which takes some ten milliseconds.
 */
public final class Shop implements AutoCloseable {

	private static final PostgresServer SERVER = PostgresCluster.shared().primary();

	private static final AtomicInteger COPIES = new AtomicInteger();

	private final PostgresServer server;

	private final String name;

	private Shop(PostgresServer server, String name) {
		this.server = server;
		this.name = name;
	}

	/** Opens a shop on a server that is not the shared one. */
	public static Shop on(PostgresServer server) throws SQLException {
		Shop shop = new Shop(server, server.createDatabase());
		shop.run(Operations.setup());
		return shop;
	}

	/**
	 * Opens a shop.
	 * @param setup statements that are run in it first
	 */
	public static Shop open(List<String> setup) throws SQLException {
		String name = Template.NAME + "_" + COPIES.incrementAndGet();
		try (Connection connection = SERVER.connect()) {
			Database.run(connection, "create database " + name + " template " + Template.NAME);
		}
		Shop shop = new Shop(SERVER, name);
		shop.run(setup.toArray(String[]::new));
		return shop;
	}

	/** A shop in which an operation can be done. */
	public static Shop open(Operation operation) throws SQLException {
		return open(operation.setup());
	}

	/** The major version of its server. */
	public static int version() {
		return SERVER.majorVersion();
	}

	public DataSource dataSource() {
		return this.server.dataSource(this.name);
	}

	public String jdbcUrl() {
		return this.server.jdbcUrl(this.name);
	}

	/** Runs statements, each in autocommit, past any guard. */
	public void run(String... statements) throws SQLException {
		if (statements.length > 0) {
			try (Connection connection = dataSource().getConnection()) {
				Database.run(connection, statements);
			}
		}
	}

	/** The first column of a query. */
	public List<String> strings(String sql) throws SQLException {
		try (Connection connection = dataSource().getConnection()) {
			return Database.strings(connection, sql);
		}
	}

	@Override
	public void close() {
		this.server.dropDatabase(this.name);
	}

	/** Made when first asked for. */
	private static final class Template {

		private static final String NAME = create();

		private static String create() {
			String name = SERVER.createDatabase();
			try (Connection connection = SERVER.dataSource(name).getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(Operations.setup());
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return name;
		}

	}

}
