package dev.zdm.benchmark;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables that are changed while clients use them: two of many rows, a partitioned one
 * of as many, and small ones around them. The rows with key 0 belong to the transactions
 * that are in the way.
 */
final class Tables {

	static final String ASIDE = "create table events_2029 (like events); "
			+ "insert into events_2029 select id, date '2029-01-01' + (id % 365)::int, customer_id, what "
			+ "from events_2026 limit 200000";

	static final String EMPTY_PARTITION = "create table events_2025 partition of events "
			+ "for values from ('2025-01-01') to ('2026-01-01')";

	static final String BASKETS = "create table baskets as select id, id as order_id from orders where id between 1 and 50000; "
			+ "alter table baskets add constraint baskets_order_fk foreign key (order_id) references orders";

	private static final String CREATE = """
			create table regions (id int primary key);
			insert into regions select generate_series(0, 9);
			create table customers (id bigint primary key, name text, logins int);
			insert into customers select n, 'name ' || n, 0 from generate_series(0, %1$d / 10) n;
			create table orders (id bigint primary key, customer_id bigint, code varchar(20), status text, total numeric(12, 2),
			  quantity int, note text, spare int);
			insert into orders select n, n %% (%1$d / 10), 'c' || n, 's' || n %% 1000, n %% 500, 1 + n %% 9, repeat('x', 60)
			  from generate_series(0, %1$d) n;
			create index orders_status_idx on orders (status);
			create table payments (id bigint, order_id bigint, amount numeric, note text);
			insert into payments select n, n, n %% 500, repeat('x', 40) from generate_series(0, %1$d) n;
			create unique index payments_id_idx on payments (id);
			create table events (id bigint not null, day date not null, customer_id bigint, what text) partition by range (day);
			create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
			create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01');
			create table events_2028 partition of events for values from ('2028-01-01') to ('2029-01-01');
			insert into events select n, date '2026-01-01' + n %% 1090, n %% (%1$d / 10), repeat('x', 40)
			  from generate_series(0, %1$d) n;
			create index events_id_idx on events (id);
			create materialized view totals as select customer_id, sum(total) as total from orders group by customer_id;
			create unique index totals_customer_idx on totals (customer_id);
			""";

	private final JdbcTemplate jdbc;

	Tables(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
	}

	void create(int rows) {
		this.jdbc.execute(CREATE.formatted(rows));
		this.jdbc.execute(ASIDE);
		this.jdbc.execute(EMPTY_PARTITION);
		this.jdbc.execute(BASKETS);
		this.jdbc.execute("vacuum analyze");
		this.jdbc.execute("checkpoint");
	}

	void undo(Change change) {
		change.undo().forEach(this.jdbc::execute);
	}

}
