package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;

import dev.zdm.sql.QualifiedName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class CatalogReaderTests {

	private final Database database = new Database();

	private Connection connection;

	@BeforeEach
	void connect() throws SQLException {
		this.connection = this.database.begin();
		this.database.run("create schema shop", "create schema \"Other.S\"",
				"create table customers (id bigint primary key, email text not null unique)",
				"create table shop.orders (id bigint primary key, customer bigint references public.customers, "
						+ "parent bigint references shop.orders, total numeric(10,2) check (total >= 0))",
				"create table \"Other.S\".\"T \"\"1\"\"\" (\"A b\" int)");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
		this.database.close();
	}

	@Test
	void readsAnOrdinaryTable() throws SQLException {
		Relation orders = relation("alter table shop.orders drop column x", new QualifiedName("shop", "orders"));
		assertThat(orders.name()).isEqualTo(new QualifiedName("shop", "orders"));
		assertThat(orders.kind()).isEqualTo('r');
		assertThat(orders.isPrivate() || orders.isPartitioned() || orders.hasDescendants()).isFalse();
		assertThat(orders.table()).isNull();
		assertThat(orders.locksHeld()).isEmpty();
		assertThat(orders.column("total"))
			.contains(new Relation.Column("total", "numeric(10,2)", false, ' ', ' ', false));
		assertThat(orders.column("id").map(Relation.Column::notNull)).contains(true);
		assertThat(orders.column("ctid")).isEmpty();
		assertThat(orders.index("orders_pkey")).hasValueSatisfying((index) -> {
			assertThat(index.valid() && index.unique() && index.backsConstraint()).isTrue();
			assertThat(index.columns()).containsExactly("id");
		});
		assertThat(orders.rows()).isEqualTo(-1);
		this.database.run("insert into shop.orders select n from generate_series(1, 100) n", "analyze shop.orders");
		assertThat(relation("alter table shop.orders drop x", new QualifiedName("shop", "orders")).rows())
			.isEqualTo(100);
	}

	@Test
	void readsForeignKeysInBothDirections() throws SQLException {
		Relation orders = relation("alter table shop.orders drop x", new QualifiedName("shop", "orders"));
		Relation customers = relation("alter table customers drop x", QualifiedName.of("customers"));
		assertThat(orders.constraint("orders_customer_fkey")).hasValueSatisfying((key) -> {
			assertThat(key.incoming()).isFalse();
			assertThat(key.columns()).containsExactly("customer");
			assertThat(key.other()).isEqualTo(new Relation.Other(customers.oid(), customers.name()));
		});
		assertThat(customers.constraints()).filteredOn(Relation.Constraint::incoming)
			.singleElement()
			.satisfies((key) -> {
				assertThat(key.name()).isEqualTo("orders_customer_fkey");
				assertThat(key.columns()).containsExactly("id");
				assertThat(key.other()).isEqualTo(new Relation.Other(orders.oid(), orders.name()));
			});
		assertThat(orders.constraints()).filteredOn((key) -> key.name().equals("orders_parent_fkey"))
			.extracting(Relation.Constraint::columns)
			.containsExactly(List.of("parent"), List.of("id"));
	}

	@Test
	void readsConstraints() throws SQLException {
		this.database.run("alter table shop.orders add constraint small check (total < 1000 and id > 0) not valid");
		Relation orders = relation("alter table shop.orders drop x", new QualifiedName("shop", "orders"));
		assertThat(orders.constraint("small")).hasValueSatisfying((check) -> {
			assertThat(check.type()).isEqualTo('c');
			assertThat(check.validated()).isFalse();
			assertThat(check.columns()).containsExactlyInAnyOrder("id", "total");
			assertThat(check.refusesNull()).isFalse();
			assertThat(check.other()).isNull();
		});
		assertThat(orders.constraint("orders_total_check").map(Relation.Constraint::validated)).contains(true);
		assertThat(relation("alter table customers drop x", QualifiedName.of("customers"))
			.constraint("customers_email_key")
			.map(Relation.Constraint::type)).contains('u');
	}

	@Test
	void knowsAnyCheckThatRefusesNull() throws SQLException {
		this.database.run("create table nulls (\"A \"\"b\" int, c int, constraint yes check (\"A \"\"b\" is not null), "
				+ "constraint two check (\"A \"\"b\" is not null and c is not null), constraint no check (c is null), "
				+ "constraint sum check ((c + 1) is not null))",
				"alter table nulls add constraint later check (c is not null) " + "not valid");
		assertThat(relation("alter table nulls drop x", QualifiedName.of("nulls")).constraints())
			.filteredOn(Relation.Constraint::refusesNull)
			.extracting(Relation.Constraint::name, Relation.Constraint::columns, Relation.Constraint::validated)
			.containsExactlyInAnyOrder(tuple("yes", List.of("A \"b"), true), tuple("later", List.of("c"), false));
	}

	@Test
	void keepsTheOrderOfColumnsInAKey() throws SQLException {
		this.database.run("create table multi (a int, b int, c int)",
				"create unique index multi_idx on multi (c, (a + 1), a) include (b)");
		assertThat(relation("alter table multi drop x", QualifiedName.of("multi")).index("multi_idx")
			.map(Relation.Index::columns)).contains(List.of("c", "", "a"));
	}

	@Test
	void readsQuotedNamesAndOtherSchemas() throws SQLException {
		QualifiedName name = new QualifiedName("Other.S", "T \"1\"");
		assertThat(relation("alter table \"Other.S\".\"T \"\"1\"\"\" drop x", name).name()).isEqualTo(name);
	}

	@Test
	void followsTheSearchPath() throws SQLException {
		assertThat(optional("alter table orders drop x", "orders")).isEmpty();
		Database.run(this.connection, "set local search_path to nowhere, shop");
		Facts facts = Database.facts(this.connection, "alter table orders drop x");
		assertThat(facts.relation(QualifiedName.of("orders"))).map(Relation::name)
			.contains(new QualifiedName("shop", "orders"));
		assertThat(facts.session().searchPath()).isEqualTo("nowhere, shop");
	}

	@Test
	void readsPartitions() throws SQLException {
		this.database.run("create table p (id int) partition by range (id)",
				"create table p1 partition of p for values from (1) to (9)", "create index p_idx on p (id)");
		Relation root = relation("alter table p drop x", QualifiedName.of("p"));
		assertThat(root.isPartitioned() && root.hasDescendants()).isTrue();
		assertThat(relation("alter table p1 drop x", QualifiedName.of("p1")).hasDescendants()).isFalse();
		assertThat(relation("drop index p_idx", QualifiedName.of("p_idx")).kind()).isEqualTo('I');
	}

	@Test
	void readsViews() throws SQLException {
		this.database.run("create view v as select 1 as a", "create materialized view mv as select 1 as a");
		assertThat(relation("drop view v", QualifiedName.of("v")).kind()).isEqualTo('v');
		assertThat(relation("create index on mv (a)", QualifiedName.of("mv")).kind()).isEqualTo('m');
	}

	@Test
	void readsAnIndexWithItsTable() throws SQLException {
		this.database.run("create index total_idx on shop.orders (total)");
		Database.run(this.connection, "lock table shop.orders in share mode");
		Relation index = relation("drop index shop.total_idx", new QualifiedName("shop", "total_idx"));
		assertThat(index.kind()).isEqualTo('i');
		assertThat(index.table().name()).isEqualTo(new QualifiedName("shop", "orders"));
		assertThat(index.table().backsConstraint()).isFalse();
		assertThat(index.table().locksHeld()).containsExactly(LockMode.SHARE);
		assertThat(relation("drop index customers_email_key", QualifiedName.of("customers_email_key")).table()
			.backsConstraint()).isTrue();
	}

	@Test
	void namesThatDoNotExistAreLeftOut() throws SQLException {
		Facts facts = Database.facts(this.connection, "drop table customers, nothing, nowhere.nothing");
		assertThat(facts.relations()).containsOnlyKeys(QualifiedName.of("customers"));
		assertThat(facts.isFree(Database.parse("drop table customers, nothing"))).isFalse();
	}

	@Test
	void knowsTheSession() throws SQLException {
		Session session = Database.facts(this.connection, "drop table x").session();
		assertThat(session.majorVersion()).isEqualTo(this.database.version());
		assertThat(session.readOnly() || session.holdsStrongLock()).isFalse();
		assertThat(session.role()).isEqualTo(Database.strings(this.connection, "select current_user").get(0));
		assertThat(session.pid()).hasToString(Database.strings(this.connection, "select pg_backend_pid()").get(0));
	}

	@Test
	void knowsTheLocksOfThisTransaction() throws SQLException {
		Database.run(this.connection, "select * from customers", "lock table customers in row exclusive mode");
		Facts facts = Database.facts(this.connection, "drop table customers");
		assertThat(facts.relation(QualifiedName.of("customers")).orElseThrow().locksHeld())
			.containsExactlyInAnyOrder(LockMode.ACCESS_SHARE, LockMode.ROW_EXCLUSIVE);
		assertThat(facts.session().holdsStrongLock()).isFalse();
		try (Connection other = this.database.begin()) {
			Database.run(other, "lock table customers in share update exclusive mode");
			assertThat(relation("drop table customers", QualifiedName.of("customers")).locksHeld()).hasSize(2);
		}
		Database.run(this.connection, "lock table shop.orders in share mode");
		assertThat(Database.facts(this.connection, "drop table customers").session().holdsStrongLock()).isTrue();
	}

	@Test
	void whatIsTemporaryIsPrivate() throws SQLException {
		Database.run(this.connection, "create temporary table t (id int)");
		Facts facts = Database.facts(this.connection, "alter table t alter id type text");
		assertThat(facts.relation(QualifiedName.of("t")).orElseThrow().isPrivate()).isTrue();
		assertThat(facts.isFree(Database.parse("alter table t alter id type text"))).isTrue();
		assertThat(facts.effects()).isEmpty();
		assertThat(facts.session().holdsStrongLock()).isFalse();
	}

	@Test
	void whatThisTransactionCreatedIsPrivate() throws SQLException {
		Database.run(this.connection, "create table t (id int primary key)",
				"create materialized view mv as select 1 as a");
		assertThat(isPrivate("t") && isPrivate("t_pkey") && isPrivate("mv")).isTrue();
		assertThat(isPrivate("customers") || isPrivate("customers_pkey")).isFalse();
		assertThat(Database.facts(this.connection, "drop table t").session().holdsStrongLock()).isFalse();
		Database.run(this.connection, "alter table t add a text", "alter table t rename to renamed",
				"alter table renamed alter a type int using 1");
		assertThat(isPrivate("renamed")).isTrue();
		this.connection.commit();
		assertThat(isPrivate("renamed")).isFalse();
		Database.run(this.connection, "alter table renamed add b int");
		assertThat(isPrivate("renamed")).isFalse();
	}

	@Test
	void whatASavepointCreatedIsPrivate() throws SQLException {
		Database.run(this.connection, "select 1");
		Savepoint first = this.connection.setSavepoint();
		Database.run(this.connection, "create table a (id int)");
		this.connection.releaseSavepoint(first);
		Savepoint second = this.connection.setSavepoint();
		Database.run(this.connection, "create table b (id int)");
		this.connection.setSavepoint();
		Database.run(this.connection, "create table c (id int)", "alter table b add x int");
		assertThat(isPrivate("a") && isPrivate("b") && isPrivate("c")).isTrue();
		this.connection.rollback(second);
		assertThat(isPrivate("a")).isTrue();
		assertThat(optional("drop table b", "b")).isEmpty();
	}

	@Test
	void whatThisTransactionCreatedIsPrivateBehindTransactionsThatAreStillOpen() throws SQLException {
		try (Connection first = this.database.begin(); Connection second = this.database.begin()) {
			Database.run(first, "create table x (id int)");
			Database.run(second, "create table y (id int)");
			Database.run(this.connection, "create table t (id int)");
			assertThat(isPrivate("t")).isTrue();
			second.commit();
			assertThat(isPrivate("t")).isTrue();
			assertThat(isPrivate("y")).isFalse();
			Database.run(this.connection, "alter table y add a int");
			assertThat(isPrivate("y")).isFalse();
		}
	}

	@Test
	void anIndexIsPrivateOnlyIfItsTableIs() throws SQLException {
		Database.run(this.connection, "create index total_idx on shop.orders (total)");
		Facts facts = Database.facts(this.connection, "drop index shop.total_idx");
		assertThat(facts.isFree(Database.parse("drop index shop.total_idx"))).isFalse();
	}

	@Test
	void knowsTheNamesThatAreTaken() throws SQLException {
		TakenNames taken = Database.facts(this.connection, "alter table shop.orders add check (id > 0)").taken();
		assertThat(taken.relations()).contains("orders", "orders_pkey").doesNotContain("customers_pkey");
		assertThat(taken.constraints()).contains("orders_pkey", "orders_customer_fkey", "orders_total_check");
		assertThat(Database.facts(this.connection, "create index orders_pk on shop.orders (id)").taken().relations())
			.contains("orders_pkey");
	}

	@Test
	void readingLeavesNoLocksAndTheTransactionUsable() throws SQLException {
		long before = locks();
		Database.facts(this.connection, "alter table shop.orders alter total type text, add check (id > 0), add x uuid "
				+ "default gen_random_uuid(), alter nothing type text, add y nothing");
		Database.facts(this.connection, "create index on shop.orders (lower(total::text))");
		Database.facts(this.connection, "create index on shop.orders (nothing)");
		assertThat(locks()).isEqualTo(before);
		assertThat(Database.strings(this.connection, "select count(*) from customers")).containsExactly("0");
		assertThat(Database.strings(this.connection, "select count(*) from pg_class where relpersistence = 't'"))
			.containsExactly("0");
	}

	@Test
	void readingWaitsForNoLock() throws SQLException {
		try (Connection other = this.database.begin()) {
			Database.run(other, "lock table customers in access exclusive mode");
			Database.run(this.connection, "set local lock_timeout to 1");
			assertThat(relation("alter table customers add a int", QualifiedName.of("customers")).columns()).hasSize(2);
		}
	}

	@Test
	void autocommitStaysOn() throws SQLException {
		try (Connection autocommit = this.database.connect()) {
			Facts facts = Database.facts(autocommit, "alter table customers alter email type varchar(10)");
			assertThat(facts.effects().values()).extracting(Facts.Effect::rewritesTable).containsExactly(true);
			Database.facts(autocommit, "create index on customers (nothing)");
			assertThat(autocommit.getAutoCommit()).isTrue();
			Database.run(autocommit, "begin", "insert into customers values (1, 'a')");
			Database.facts(autocommit, "alter table customers alter email type varchar(10)");
			assertThat(Database.strings(autocommit, "select email from customers")).containsExactly("a");
			Database.run(autocommit, "commit");
			assertThat(Database.strings(autocommit, "select email from customers")).containsExactly("a");
		}
	}

	@Test
	void inAReadOnlyTransactionTheWorstIsAssumed() throws SQLException {
		Database.run(this.connection, "set transaction read only");
		Facts facts = Database.facts(this.connection, "alter table customers alter email type varchar");
		assertThat(facts.effects().values()).singleElement().satisfies((effect) -> {
			assertThat(effect.rewritesTable()).isTrue();
			assertThat(effect.unknown()).contains("read-only transaction");
		});
		assertThat(Database.strings(this.connection, "select count(*) from customers")).containsExactly("0");
	}

	private long locks() throws SQLException {
		return Long.parseLong(Database.strings(this.connection,
				"select count(*) from pg_locks l join pg_class c on c.oid = l.relation where pid = pg_backend_pid() and locktype "
						+ "= 'relation' and c.relnamespace not in ('pg_catalog'::regnamespace)")
			.get(0));
	}

	private boolean isPrivate(String name) throws SQLException {
		return optional("drop table " + name, name).orElseThrow().isPrivate();
	}

	private Relation relation(String sql, QualifiedName name) throws SQLException {
		return Database.facts(this.connection, sql).relation(name).orElseThrow();
	}

	private Optional<Relation> optional(String sql, String name) throws SQLException {
		return Database.facts(this.connection, sql).relation(QualifiedName.of(name));
	}

}
