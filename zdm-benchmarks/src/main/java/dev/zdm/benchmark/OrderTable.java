package dev.zdm.benchmark;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A table of rows of about 150 bytes on full pages, with an empty column to be filled.
 */
final class OrderTable {

	private static final String FILL = """
			insert into orders
			select g, (random() * 1e9)::int, (random() * 1e9)::int, md5(g::text), now() - random() * interval '1000 days',
			       g % 100, repeat('x', 60)
			  from generate_series(1, ?) g
			""";

	private static final String READ = """
			select pg_current_wal_lsn() - '0/0'::pg_lsn as wal, pg_relation_size('orders') as heap,
			       pg_indexes_size('orders') as index, n_tup_upd, n_tup_hot_upd
			  from pg_stat_user_tables where relname = 'orders'
			""";

	private final JdbcTemplate jdbc;

	private final int rows;

	OrderTable(DataSource dataSource, int rows) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.rows = rows;
	}

	/**
	 * Creates it anew, vacuumed and analyzed.
	 * @param indexes how many indexes it has: its key, and up to four more
	 */
	void create(int indexes) {
		this.jdbc.execute("drop table if exists orders");
		this.jdbc.execute("""
				create table orders (id bigint primary key, a int, b int, c text, d timestamptz, e int, pad text,
				  amount numeric)""");
		this.jdbc.update(FILL, this.rows);
		for (String column : new String[] { "a", "b", "c", "d" }) {
			if (--indexes > 0) {
				this.jdbc.execute("create index on orders (" + column + ")");
			}
		}
		this.jdbc.execute("vacuum analyze orders");
		this.jdbc.execute("checkpoint");
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

	/**
	 * What the server says of the table.
	 *
	 * @param wal bytes of WAL written since the server was made
	 * @param heap bytes of the table
	 * @param index bytes of its indexes
	 * @param updated rows updated since it was created
	 * @param hot those of them that were HOT
	 */
	record Figures(double wal, double heap, double index, double updated, double hot) {
	}

}
