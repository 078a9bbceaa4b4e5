package dev.zdm.benchmark;

import java.nio.file.Path;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A server with a database in which the table {@code orders} lies ready: rows of about
 * 150 bytes on full pages, with an empty column to be filled. Each round gets a copy of
 * its files, so that all begin with the same bytes, and soon.
 */
final class OrderServer implements AutoCloseable {

	private static final String TABLE = """
			create table orders (id %s primary key, a int, b int, c text, d timestamptz, e int, pad text, amount numeric)
			""";

	private static final String FILL = """
			insert into orders
			select %s, (random() * 1e9)::int, (random() * 1e9)::int, md5(g::text), now() - random() * interval '1000 days',
			       g %% 100, repeat('x', 60)
			  from generate_series(1, ?) g
			""";

	private static final String PREPARED = "prepared";

	private static final String[] INDEXED = { "a", "b", "c", "d" };

	/** Enough for no checkpoint in most measurements. */
	static final String MUCH_WAL = "8GB";

	private final PostgresCluster cluster;

	private final JdbcTemplate jdbc;

	private int copies;

	/**
	 * Starts it.
	 * @param folder where it keeps its data
	 * @param replicas how many replicas follow it
	 * @param walSize how much WAL there may be before it begins a checkpoint
	 */
	OrderServer(Path folder, int replicas, String walSize) {
		this.cluster = PostgresCluster.builder()
			.replicas(replicas)
			.workDirectory(folder)
			.setting("shared_buffers", "1GB")
			.setting("max_wal_size", walSize)
			.setting("full_page_writes", "on")
			.start();
		this.jdbc = new JdbcTemplate(primary().dataSource());
	}

	int majorVersion() {
		return primary().majorVersion();
	}

	PostgresServer primary() {
		return this.cluster.primary();
	}

	PostgresServer replica() {
		return this.cluster.replicas().get(0);
	}

	/**
	 * Makes what is to be copied, with a key without gaps.
	 */
	void prepare(int rows, int indexes) {
		prepare(rows, indexes, Keys.DENSE);
	}

	/**
	 * Makes what is to be copied, vacuumed and analyzed, in place of what was to be
	 * copied before.
	 * @param rows how many rows the table has
	 * @param indexes how many indexes it has: its key, and up to four more
	 * @param keys what its key is like
	 */
	void prepare(int rows, int indexes, Keys keys) {
		primary().dropDatabase(PREPARED);
		this.jdbc.execute("create database " + PREPARED);
		JdbcTemplate inside = new JdbcTemplate(primary().dataSource(PREPARED));
		inside.execute(TABLE.formatted(keys.type()));
		inside.update(FILL.formatted(keys.value()), rows);
		for (int i = 0; i < indexes - 1; i++) {
			inside.execute("create index on orders (" + INDEXED[i] + ")");
		}
		inside.execute("vacuum analyze orders");
	}

	/**
	 * Copies the database, with a checkpoint before and after.
	 * @return the table in the copy
	 */
	OrderTable copy() {
		String name = "orders_" + ++this.copies;
		this.jdbc.execute("create database " + name + " template " + PREPARED + " strategy file_copy");
		return new OrderTable(primary(), name);
	}

	@Override
	public void close() {
		this.cluster.close();
	}

}
