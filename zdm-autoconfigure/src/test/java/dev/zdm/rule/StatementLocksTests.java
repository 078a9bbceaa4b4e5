package dev.zdm.rule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The locks that are foretold are the locks that the server takes.
 */
class StatementLocksTests {

	/** Locks on what existed before; indexes of a table that is locked are left out. */
	private static final String TAKEN = """
			select before.name || '=' || l.mode from pg_locks l join before on before.oid = l.relation
			where l.pid = %d and l.locktype = 'relation' and l.mode <> 'AccessShareLock'
			and l.database = (select oid from pg_database where datname = current_database())
			and before.relkind in ('r', 'p', 'm', 'v')
			""";

	private static Shop shop;

	@BeforeAll
	static void create() throws SQLException {
		shop = new Shop();
		shop.database.run(
				"create table before as select oid, oid::regclass::text as name, relkind from pg_class where relnamespace in "
						+ "('public'::regnamespace, '\"Other.S\"'::regnamespace)");
	}

	@AfterAll
	static void drop() {
		shop.close();
	}

	static List<String> statements() {
		List<String> statements = new ArrayList<>(List.of("create table t (id int)",
				"create table t (id int, c bigint references customers, d int references t, primary key (id))",
				"create table t (id int) inherits (base)", "create table t partition of p for values from (1) to (2)",
				"create index on orders (day)", "create unique index i on only orders (id)", "create index on mv (a)",
				"create index i on \"Other.S\".\"T.1\" (\"A b\")", "drop index orders_note_idx",
				"drop index orders_note_idx, orders_day_idx", "drop table lonely", "drop table lonely, orders cascade",
				"truncate lonely, only base", "drop view v", "drop materialized view mv"));
		for (String action : List.of("add a int", "add a bigint references customers", "add a bigint references orders",
				"add a bigint references customers default 1, add b bigint references customers", "add a int unique",
				"add a serial", "add a int check (a > 0)", "add if not exists note text", "drop note", "drop customer",
				"drop id cascade", "drop parent", "alter note set not null", "alter note drop not null",
				"alter note set default 'a'", "alter note drop default", "alter note set statistics 7",
				"alter note set statistics 7, alter note set default 1", "alter note set storage external",
				"alter note set compression pglz", "alter note type text", "alter note type varchar(10)",
				"alter customer type int", "alter customer_code type varchar(20)", "alter customer_code type text",
				"alter id type bigint", "alter id type int", "add constraint c check (id > 0)",
				"add constraint c check (id > 0) not valid",
				"add constraint c foreign key (customer) references customers",
				"add foreign key (customer) references customers not valid, add foreign key (parent) references orders",
				"add foreign key (id) references orders", "add unique (note, id)",
				"drop constraint orders_pkey cascade, add primary key (id)",
				"add constraint c unique using index orders_day_idx", "add exclude (note with =) where (id > 30)",
				"drop constraint orders_customer_fkey", "drop constraint orders_parent_fkey",
				"drop constraint positive", "drop constraint if exists nothing",
				"validate constraint orders_customer_fkey", "validate constraint positive",
				"validate constraint orders_later", "validate constraint orders_parent_fkey", "rename to renamed",
				"rename note to renamed", "rename constraint positive to renamed",
				"validate constraint positive, add b int")) {
			statements.add("alter table orders " + action);
		}
		statements.addAll(List.of("alter table customers drop constraint customers_pkey cascade",
				"alter table customers drop id cascade",
				"alter table customers drop constraint customers_code_key cascade",
				"alter table customers alter code type varchar(20)", "alter table customers alter id type int",
				"alter table customers alter code type text", "alter table customers validate constraint later",
				"alter table \"Other.S\".\"T.1\" drop \"A b\"", "alter table if exists nothing add a int",
				"alter table v rename a to b", "alter table only lonely add b int"));
		return statements;
	}

	@ParameterizedTest
	@MethodSource("statements")
	void areThoseThatTheServerTakes(String sql) throws SQLException {
		try (Connection connection = shop.database.begin()) {
			Map<String, String> foretold = Shop.foretold(connection, sql);
			connection.rollback();
			Database.run(connection, sql);
			assertThat(taken(connection, connection)).isEqualTo(foretold);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index concurrently i on lonely (id)", "drop index concurrently lonely_idx" })
	void ofConcurrentCommandsAreThoseThatTheServerTakesFirst(String sql) throws Exception {
		try (Connection writer = shop.database.begin();
				Connection worker = shop.database.connect();
				Connection looker = shop.database.connect()) {
			Map<String, String> foretold = Shop.foretold(looker, sql);
			Database.run(writer, "lock table lonely in row exclusive mode");
			int pid = Integer.parseInt(Database.strings(worker, "select pg_backend_pid()").get(0));
			CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
				try {
					Database.run(worker, sql);
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			});
			await().atMost(Duration.ofSeconds(20))
				.until(() -> !Database.strings(looker, "select 1 from pg_locks where not granted and pid = " + pid)
					.isEmpty());
			Map<String, String> taken = strongest(Database.strings(looker, TAKEN.formatted(pid)));
			writer.rollback();
			running.get();
			assertThat(taken).isEqualTo(foretold);
		}
		finally {
			shop.database.run("drop index if exists i");
		}
	}

	@Test
	void onWhatNobodyElseSeesAreNone() throws SQLException {
		try (Connection connection = shop.database.begin()) {
			Database.run(connection, "create table fresh (id int primary key, a int)",
					"create index fresh_idx on fresh (a)");
			assertThat(Shop.foretold(connection, "alter table fresh add foreign key (id) references customers"))
				.containsExactly(Map.entry("public.customers", "ShareRowExclusiveLock"));
			assertThat(Shop.foretold(connection, "drop index fresh_idx")).isEmpty();
			assertThat(Shop.foretold(connection, "create index on fresh (id)")).isEmpty();
		}
	}

	private static Map<String, String> taken(Connection connection, Connection looker) throws SQLException {
		int pid = Integer.parseInt(Database.strings(connection, "select pg_backend_pid()").get(0));
		return strongest(Database.strings(looker, TAKEN.formatted(pid)));
	}

	private static Map<String, String> strongest(List<String> locks) {
		Map<String, String> strongest = new TreeMap<>();
		for (String lock : locks) {
			String[] parts = lock.split("=");
			String relation = parts[0].contains(".") ? parts[0] : "public." + parts[0];
			strongest.merge(relation, parts[1],
					(one, other) -> (LockMode.fromPgName(one).compareTo(LockMode.fromPgName(other)) > 0) ? one : other);
		}
		return strongest;
	}

}
