package dev.zdm.benchmark;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.test.PostgresServer;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table of one round, alone in a database that is gone with it.
 */
final class OrderTable implements AutoCloseable {

	private static final int CONNECTIONS = 20;

	private static final String READ = """
			select pg_current_wal_lsn() - '0/0'::pg_lsn as wal, pg_relation_size('orders') as heap,
			       pg_indexes_size('orders') as index, n_tup_upd, n_tup_hot_upd
			  from pg_stat_user_tables where relname = 'orders'
			""";

	private final PostgresServer server;

	private final String database;

	private final HikariDataSource pool = new HikariDataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.pool);

	OrderTable(PostgresServer server, String database) {
		this.server = server;
		this.database = database;
		this.pool.setJdbcUrl(server.jdbcUrl(database));
		this.pool.setUsername(server.username());
		this.pool.setPassword(server.password());
		this.pool.setMaximumPoolSize(CONNECTIONS);
		this.pool.setMaxLifetime(0);
	}

	/**
	 * Connections to its database, which stay open, so that what their sessions have used
	 * can be counted.
	 */
	DataSource dataSource() {
		return this.pool;
	}

	/**
	 * Fills the column in one go.
	 * @return how many rows there were
	 */
	int update() {
		return this.jdbc.update("update orders set amount = e * 1.5 where amount is null");
	}

	Figures read() {
		this.jdbc.query("select pg_stat_force_next_flush(), pg_stat_clear_snapshot()", (row) -> {
		});
		return this.jdbc.queryForObject(READ, (row, number) -> new Figures(row.getDouble("wal"), row.getDouble("heap"),
				row.getDouble("index"), row.getDouble("n_tup_upd"), row.getDouble("n_tup_hot_upd")));
	}

	/**
	 * Fails if a row is not as it should be.
	 */
	void check() {
		Long wrong = this.jdbc.queryForObject("select count(*) from orders where amount is distinct from e * 1.5",
				Long.class);
		if (wrong == null || wrong > 0) {
			throw new IllegalStateException(wrong + " rows were not filled");
		}
	}

	@Override
	public void close() {
		this.pool.close();
		this.server.dropDatabase(this.database);
	}

	/**
	 * What the server says of the table.
	 *
	 * @param wal bytes of WAL written since the server was made
	 * @param heap bytes of the table
	 * @param index bytes of its indexes
	 * @param updated rows updated since it was copied
	 * @param hot those of them that were HOT
	 */
	record Figures(double wal, double heap, double index, double updated, double hot) {
	}

}
