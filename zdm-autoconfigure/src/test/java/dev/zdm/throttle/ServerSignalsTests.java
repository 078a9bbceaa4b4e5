package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Against a real server, as superuser and as a role that may see nothing of others.
 */
class ServerSignalsTests {

	private static final long MB = 1_000_000;

	private static PostgresCluster cluster;

	private static DataSource dataSource;

	private static DataSource plain;

	private static ServerSignals signals;

	@BeforeAll
	static void start() throws SQLException {
		cluster = PostgresCluster.builder()
			.setting("archive_mode", "on")
			.setting("archive_command", "true")
			.setting("wal_level", "logical")
			.setting("max_prepared_transactions", "2")
			.setting("autovacuum", "off")
			.start();
		PostgresServer primary = cluster.primary();
		String database = primary.createDatabase();
		dataSource = primary.dataSource(database);
		execute("create table \"Big orders\" (id bigint, note text)", "create role plain login password 'secret'");
		PGSimpleDataSource role = new PGSimpleDataSource();
		role.setURL(primary.jdbcUrl(database));
		role.setUser("plain");
		role.setPassword("secret");
		plain = role;
		signals = new ServerSignals(dataSource);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void measuresTheWalRateBetweenReadings() throws Exception {
		Signal wal = signals.wal(MB, WhenUnknown.STOP);
		assertThat(wal.read().describe()).contains("unknown: it is measured between two readings");
		execute("select pg_logical_emit_message(true, '', repeat('x', 8000000))");
		assertThat(((Reading.Known) wal.read()).value()).isGreaterThan(8 / 5.0);
		await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofSeconds(1)).until(() -> wal.read().use() < 0.1);
		assertThat(new ServerSignals(plain).wal(MB, WhenUnknown.STOP).read().describe()).contains("measured between");
	}

	@Test
	void countsWalThatWaitsToBeArchivedWhetherTheRoleMayListItOrNot() throws Exception {
		Signal listed = signals.archive(100 * MB, WhenUnknown.STOP);
		Signal reckoned = new ServerSignals(plain).archive(100 * MB, WhenUnknown.STOP);
		switchWal();
		await().atMost(Duration.ofSeconds(20)).until(() -> listed.read().use() == 0 && reckoned.read().use() == 0);
		execute("alter system set archive_command = 'false'", "select pg_reload_conf()");
		try {
			await().untilAsserted(() -> {
				switchWal();
				assertThat(listed.read().describe()).startsWith("archiving fails, last of 0000");
			});
			switchWal();
			switchWal();
			await().untilAsserted(() -> {
				assertThat(listed.read().use()).isGreaterThan(0.5);
				assertThat(reckoned.read().use()).isEqualTo(listed.read().use());
			});
		}
		finally {
			execute("alter system set archive_command = 'true'", "select pg_reload_conf()");
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> listed.read().use() == 0 && reckoned.read().use() == 0);
		execute("select pg_stat_reset_shared('archiver')");
		await().untilAsserted(() -> assertThat(reckoned.read().describe()).contains("run: grant pg_monitor to plain"));
	}

	@Test
	void findsTheSlotThatKeepsMost() throws Exception {
		Signal slots = new ServerSignals(plain).slots(10 * MB, WhenUnknown.STOP);
		assertThat(slots.read()).isEqualTo(Reading.of(0, 10, "MB", "no slots"));
		execute("select pg_create_physical_replication_slot('old', true)",
				"select pg_create_logical_replication_slot('older', 'test_decoding')",
				"select pg_logical_emit_message(true, '', repeat('x', 12000000))");
		try {
			assertThat(slots.read().use()).isGreaterThan(1.1);
			assertThat(slots.read().describe()).startsWith("slot old").contains(", which nobody reads: ");
		}
		finally {
			execute("select pg_drop_replication_slot('old')", "select pg_drop_replication_slot('older')");
		}
	}

	@Test
	void findsTheOldestTransactionAndWhoHasIt() throws Exception {
		Signal oldest = signals.oldestTransaction(Duration.ofMillis(500), WhenUnknown.HOLD);
		assertThat(oldest.read()).isEqualTo(Reading.of(0, 0.5, "s", "no transactions"));
		try (Connection holder = dataSource.getConnection(); Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("set application_name = 'report'");
			statement.execute("create temporary table mine ()");
			await().until(() -> oldest.read().use() > 1);
			assertThat(oldest.read().describe()).startsWith("pid ").contains("(report)");
			assertThat(new ServerSignals(plain).oldestTransaction(Duration.ofSeconds(1), WhenUnknown.HOLD)
				.read()
				.describe()).isEqualTo("unknown: role plain may not see it; run: grant pg_monitor to plain");
			statement.execute("set local application_name = '" + Throttle.APPLICATION_NAME + "'");
			assertThat(oldest.read().use()).as("our own").isZero();
			holder.rollback();
		}
		execute("begin; insert into \"Big orders\" values (1); prepare transaction 'two-phase'");
		try {
			await().until(() -> oldest.read().use() > 1);
			assertThat(oldest.read().describe()).startsWith("prepared transaction ");
		}
		finally {
			execute("rollback prepared 'two-phase'");
		}
	}

	@Test
	void countsWhoWaitsBehindABackfill() throws Exception {
		Signal waiters = new ServerSignals(plain).lockWaiters(2, WhenUnknown.HOLD);
		try (Connection holder = dataSource.getConnection(); Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("lock table \"Big orders\" in share mode");
			CompletableFuture<Void> waiter = CompletableFuture
				.runAsync(() -> execute("insert into \"Big orders\" values (1)"));
			await().until(() -> waitersInDatabase() == 1);
			assertThat(waiters.read().use()).as("behind somebody else").isZero();
			statement.execute("set local application_name = '" + Throttle.APPLICATION_NAME + "'");
			assertThat(waiters.read()).isEqualTo(Reading.of(1, 2, "sessions", ""));
			holder.rollback();
			waiter.join();
			assertThat(waiters.read().use()).isZero();
		}
	}

	@Test
	void countsClientsAtWork() throws Exception {
		Signal active = signals.activeSessions(2, WhenUnknown.HOLD);
		CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> execute("select pg_sleep(2)"));
		await().untilAsserted(() -> assertThat(active.read()).isEqualTo(Reading.of(1, 2, "sessions", "")));
		assertThat(new ServerSignals(plain).activeSessions(2, WhenUnknown.HOLD).read().describe())
			.isEqualTo("unknown: role plain may not see them; run: grant pg_monitor to plain");
		busy.join();
		await().untilAsserted(() -> assertThat(active.read().use()).isZero());
	}

	@Test
	void looksAtDeadRowsOfTheTablesInWorkPartitionByPartition() throws Exception {
		Signal dead = new ServerSignals(plain).deadTuples(40, WhenUnknown.HOLD);
		execute("create table parts (id int, n int) partition by list (id)",
				"create table part_1 partition of parts for values in (1)",
				"create table part_2 partition of parts for values in (2) with (autovacuum_enabled = off)",
				"insert into parts select 1 + g / 5000, g from generate_series(1, 9999) g",
				"insert into \"Big orders\" select g from generate_series(1, 1000) g");
		try (Throttle throttle = new Throttle(null, java.util.List.of(dead), java.time.Clock.systemUTC())) {
			assertThat(dead.read().describe()).startsWith("no table in work: 0.0 %");
			throttle.enter("public.parts");
			throttle.enter("public.parts");
			throttle.enter("public.\"Big orders\"");
			execute("update parts set n = n + 1 where id = 2");
			await().atMost(Duration.ofSeconds(20)).until(() -> dead.read().use() > 1);
			assertThat(dead.read().describe()).startsWith("part_2, for which autovacuum is off: 50.0 %");
			throttle.leave("public.parts");
			assertThat(dead.read().use()).isGreaterThan(1);
			throttle.leave("public.parts");
			assertThat(dead.read().use()).isZero();
			assertThat(dead.read().describe()).startsWith("\"Big orders\"");
		}
	}

	@Test
	void shareOneConnectionAndOneOfThemFailingDoesNotConcernTheOthers() throws Exception {
		Signal slots = signals.slots(MB, WhenUnknown.STOP);
		Signal wal = signals.wal(MB, WhenUnknown.STOP);
		int[] borrowed = { 0 };
		DataSource counting = new org.springframework.jdbc.datasource.DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				borrowed[0]++;
				return super.getConnection();
			}

		};
		try (Round round = new Round(counting)) {
			assertThat(((ServerSignal) slots).read(round).use()).isZero();
			org.assertj.core.api.Assertions.assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> round.ask("select nothing", (row) -> row));
			assertThat(((ServerSignal) wal).read(round).describe()).contains("measured between");
		}
		assertThat(borrowed).containsExactly(1);
	}

	@Test
	void refuseALimitThatMakesNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> signals.slots(0, WhenUnknown.STOP))
			.withMessageContaining("zdm.throttle.slots.limit");
	}

	private static int waitersInDatabase() throws SQLException {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				var result = statement.executeQuery("select count(*) from pg_locks where not granted")) {
			result.next();
			return result.getInt(1);
		}
	}

	private static void switchWal() {
		execute("select pg_logical_emit_message(true, '', 'x')", "select pg_switch_wal()");
	}

	private static void execute(String... statements) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
