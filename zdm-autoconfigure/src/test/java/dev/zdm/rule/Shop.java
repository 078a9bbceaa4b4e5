package dev.zdm.rule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.Facts;
import dev.zdm.sql.Statement;

/**
 * A database with a little of everything, and what the server does there.
 */
final class Shop implements AutoCloseable {

	final Database database = new Database();

	Shop() throws SQLException {
		this.database.run("create domain short_text as text check (length(value) < 100)",
				"create domain free_text as text", "create schema \"Other.S\"", """
						create table customers (id bigint primary key, code varchar(10) unique, email text not null,
						    country int, constraint later check (country is not null) not valid)""",
				"""
						create table orders (id bigint primary key, customer bigint references customers,
						    customer_code varchar(10) references customers (code), parent bigint references orders,
						    total numeric(10,2) constraint positive check (total >= 0), note varchar(20), other varchar(20),
						    day date, proved int constraint proof check (proved is not null),
						    lonelier int)""",
				"create table lonelier (id int primary key)",
				"insert into lonelier select n from generate_series(1, 20) n",
				"create index orders_note_idx on orders (note)", "create unique index orders_day_idx on orders (day)",
				"create unique index orders_other_idx on orders (other)",
				"create unique index orders_both_idx on orders (proved, id)",
				"create table \"Other.S\".\"T.1\" (\"A b\" int, c text)", "create table lonely (id int, a text)",
				"create index lonely_idx on lonely (a)",
				"alter table orders add constraint orders_later foreign key (lonelier) references lonelier not valid",
				"create table p (id int, day date) partition by range (id)", "create table base (id int)",
				"create table moments (at timestamp primary key)", "insert into moments values ('2026-01-01')",
				"create table visits (at timestamp references moments)", "insert into visits values ('2026-01-01')",
				"create table heir () inherits (base)", "create materialized view mv as select 1 as a",
				"create view v as select 1 as a", """
						insert into customers select n, 'c' || n, 'e', n from generate_series(1, 20) n""", """
						insert into orders select n, n, 'c' || n, n, n, 'n', n, date '2026-01-01' + n, n, n
						from generate_series(1, 20) n""",
				"insert into \"Other.S\".\"T.1\" select n, n from generate_series(1, 20) n",
				"insert into lonely select n, n from generate_series(1, 20) n",
				"insert into base select n from generate_series(1, 20) n");
	}

	static List<Finding> judge(Connection connection, String sql) throws SQLException {
		return Rules.judge(Database.parse(sql), Database.facts(connection, sql));
	}

	/** The locks that zdm foretells, by relation. */
	static Map<String, String> foretold(Connection connection, String sql) throws SQLException {
		Statement statement = Database.parse(sql);
		Facts facts = Database.facts(connection, sql);
		Map<String, String> locks = new TreeMap<>();
		for (RelationLock lock : StatementLocks.of(statement, facts)) {
			assert !locks.containsKey(lock.relation().toString());
			locks.put(lock.relation().toString(), lock.mode().pgName());
		}
		return locks;
	}

	@Override
	public void close() {
		this.database.close();
	}

}
