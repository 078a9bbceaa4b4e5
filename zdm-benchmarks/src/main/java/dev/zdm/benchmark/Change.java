package dev.zdm.benchmark;

import java.util.List;

/**
 * A statement to measure, and what makes the tables as they were before it, whether it
 * was run, run in part or refused.
 *
 * @param sql the statement
 * @param undo the statements that take it back
 */
record Change(String sql, List<String> undo) {

	/** What is measured, in its order. */
	static final List<Change> ALL = List.of(
			of("create index orders_code_idx on orders (code)", "drop index if exists orders_code_idx"),
			of("create unique index orders_code_idx on orders (code)", "drop index if exists orders_code_idx"),
			of("drop index orders_status_idx", "create index if not exists orders_status_idx on orders (status)"),
			of("reindex index orders_status_idx"), of("reindex table customers"),
			of("alter table orders add constraint orders_code_key unique (code)",
					"alter table orders drop constraint if exists orders_code_key",
					"drop index if exists orders_code_key"),
			of("alter table payments add primary key (id)",
					"alter table payments drop constraint if exists payments_pkey",
					"drop index if exists payments_pkey", "alter table payments alter id drop not null"),
			of("alter table payments add constraint payments_order_fk foreign key (order_id) references orders",
					"alter table payments drop constraint if exists payments_order_fk"),
			of("alter table orders add constraint orders_total_check check (total >= 0)",
					"alter table orders drop constraint if exists orders_total_check"),
			of("alter table orders alter customer_id set not null",
					"alter table orders alter customer_id drop not null"),
			of("alter table orders add constraint orders_quantity_check check (quantity > 0), alter note set not null",
					"alter table orders drop constraint if exists orders_quantity_check, alter note drop not null"),
			of("create index events_customer_idx on events (customer_id)", "drop index if exists events_customer_idx"),
			of("alter table events add primary key (id, day)",
					"alter table events drop constraint if exists events_pkey", "drop index if exists events_pkey"),
			of("alter table events add constraint events_customer_fk foreign key (customer_id) references customers",
					"alter table events drop constraint if exists events_customer_fk"),
			of("alter table events attach partition events_2029 for values from ('2029-01-01') to ('2030-01-01')",
					"drop table if exists events_2029", Tables.ASIDE),
			of("create table events_2030 partition of events for values from ('2030-01-01') to ('2031-01-01')",
					"drop table if exists events_2030"),
			of("alter table events detach partition events_2025", "drop table if exists events_2025",
					Tables.EMPTY_PARTITION),
			of("drop table events_2025", "drop table if exists events_2025", Tables.EMPTY_PARTITION),
			of("alter table orders add column gift text", "alter table orders drop column if exists gift"),
			of("alter table orders add column gift boolean not null default false",
					"alter table orders drop column if exists gift"),
			of("alter table orders add column rank int default 1 check (rank > 0)",
					"alter table orders drop column if exists rank"),
			of("alter table orders add column voucher text unique", "alter table orders drop column if exists voucher"),
			of("alter table orders add column region_id int references regions",
					"alter table orders drop column if exists region_id"),
			of("alter table orders drop column spare", "alter table orders add column if not exists spare int"),
			of("alter table baskets drop constraint baskets_order_fk",
					"alter table baskets drop constraint if exists baskets_order_fk",
					"alter table baskets add constraint baskets_order_fk foreign key (order_id) references orders"),
			of("drop table baskets", "drop table if exists baskets", Tables.BASKETS),
			of("truncate baskets", "drop table if exists baskets", Tables.BASKETS),
			of("refresh materialized view totals"),
			of("alter table orders alter quantity type bigint", "alter table orders alter quantity type int",
					"vacuum analyze orders"),
			of("alter table orders add column token uuid default gen_random_uuid()",
					"alter table orders drop column if exists token", "vacuum orders"),
			of("alter table orders add column number bigint generated always as identity",
					"alter table orders drop column if exists number", "vacuum orders"));

	private static Change of(String sql, String... undo) {
		return new Change(sql, List.of(undo));
	}

}
