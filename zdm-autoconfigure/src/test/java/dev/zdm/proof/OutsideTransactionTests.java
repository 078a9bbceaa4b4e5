package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What cannot run in a transaction takes the locks that zdm says, too. A session that
 * holds a weaker lock stops it, and then its locks are read: those that it has and the
 * one that it waits for.
 */
@Timeout(120)
class OutsideTransactionTests {

	private static final String[] FIXTURE = { "create table busy (id int primary key, a int, note text)",
			"create index busy_a on busy (a)", "insert into busy select n, n from generate_series(1, 20) n",
			"create table split (id int primary key, a int) partition by range (id)",
			"create table split_1 partition of split for values from (0) to (100)",
			"create table split_2 partition of split for values from (100) to (200)",
			"create index split_a on split (a)", "create schema \"Other S\"",
			"create table \"Other S\".\"T.1\" (\"Id\" int primary key)" };

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			create index concurrently on busy (a)                   | busy               | row exclusive
			create unique index concurrently new1 on busy (a, id)   | busy               | row exclusive
			create index concurrently if not exists new1 on busy (a) | busy              | row exclusive
			create index concurrently on split_1 (a, id)            | split_1            | row exclusive
			create index concurrently on "Other S"."T.1" ("Id")     | "Other S"."T.1"    | row exclusive
			drop index concurrently busy_a                          | busy               | row exclusive
			drop index concurrently if exists busy_a                | busy               | row exclusive
			reindex index concurrently busy_a                       | busy               | row exclusive
			reindex (concurrently) index busy_a                     | busy               | row exclusive
			reindex index concurrently busy_pkey                    | busy               | row exclusive
			reindex table concurrently busy                         | busy               | row exclusive
			alter table split detach partition split_1 concurrently | split_1            | access share
			vacuum busy                                             | busy               | share update exclusive
			vacuum (analyze) busy                                   | busy               | share update exclusive
			vacuum full busy                                        | busy               | access share
			vacuum (full, analyze) busy                             | busy               | access share
			vacuum "Other S"."T.1"                                  | "Other S"."T.1"    | share update exclusive
			""")
	void zdmSaysItsLocks(String sql, String table, String mode) throws Exception {
		try (Database database = new Database()) {
			database.run(FIXTURE);
			try (Connection holder = database.begin();
					Connection worker = database.connect();
					Connection foreteller = database.begin();
					Connection looker = database.connect()) {
				Landscape landscape = Landscape.read(looker);
				Effects foretold = new Foreteller(foreteller).foretell(sql).effects();
				Database.run(holder, "lock table " + table + " in " + mode + " mode");
				long pid = Long.parseLong(Database.strings(worker, "select pg_backend_pid()").get(0));
				CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(worker, sql));
				await().atMost(Duration.ofSeconds(30)).until(() -> isWaiting(looker, pid));
				Map<String, LockMode> taken = locks(looker, pid, landscape);
				holder.rollback();
				running.join();
				assertThat(taken).isEqualTo(foretold.locks());
			}
		}
	}

	private static void run(Connection connection, String sql) {
		try {
			Database.run(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isWaiting(Connection looker, long pid) throws SQLException {
		return !Database.strings(looker, "select 1 from pg_locks where not granted and pid = " + pid).isEmpty();
	}

	private static Map<String, LockMode> locks(Connection looker, long pid, Landscape landscape) throws SQLException {
		Map<Long, LockMode> locks = new HashMap<>();
		for (String lock : Database.strings(looker, """
				select relation || ' ' || mode from pg_locks where locktype = 'relation' and pid = %d
				and relation >= 16384 and database = (select oid from pg_database where datname = current_database())
				""".formatted(pid))) {
			String[] parts = lock.split(" ");
			locks.merge(Long.valueOf(parts[0]), LockMode.fromPgName(parts[1]),
					(one, other) -> (one.compareTo(other) > 0) ? one : other);
		}
		Map<String, LockMode> named = new TreeMap<>();
		new LockReduction(landscape, locks).reduced()
			.forEach((oid, mode) -> named.put(landscape.site(oid).orElseThrow().name(), mode));
		return named;
	}

}
