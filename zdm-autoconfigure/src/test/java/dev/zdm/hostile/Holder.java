package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import dev.zdm.catalog.Database;
import dev.zdm.operation.Shop;

import static org.awaitility.Awaitility.await;

/**
 * A transaction that has read every table and keeps its snapshot: a concurrent step
 * begins and cannot end.
 */
final class Holder implements AutoCloseable {

	private static final String TABLES = "select c.oid::regclass from pg_class c where c.relkind in ('r', 'm') and c.relispopulated "
			+ "and c.relnamespace in (select oid from pg_namespace where nspname !~ '^pg_' "
			+ "and nspname not in ('information_schema', 'zdm'))";

	private final Shop shop;

	private final Connection connection;

	private Holder(Shop shop, Connection connection) {
		this.shop = shop;
		this.connection = connection;
	}

	static Holder open(Shop shop) {
		try {
			Connection connection = shop.dataSource().getConnection();
			connection.setAutoCommit(false);
			connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			List<String> tables = Database.strings(connection, TABLES);
			try (Statement statement = connection.createStatement()) {
				for (String table : tables) {
					statement.execute("select from " + table + " limit 1");
				}
			}
			return new Holder(shop, connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns when a session waits for somebody, or has done what it was asked to do. */
	void awaitWaiting(int backend) {
		await().dontCatchUncaughtExceptions()
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.shop
				.strings("select 1 from pg_stat_activity where pid = " + backend
						+ " and wait_event_type is distinct from 'Lock' and state = 'active'")
				.isEmpty());
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
