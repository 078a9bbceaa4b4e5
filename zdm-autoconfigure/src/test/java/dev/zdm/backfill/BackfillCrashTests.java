package dev.zdm.backfill;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every row exactly once, whatever dies, though the change is not idempotent.
 */
class BackfillCrashTests {

	private static final int ROWS = 2400;

	private static PostgresCluster cluster;

	private final PostgresServer primary = cluster.primary();

	private final String database = this.primary.createDatabase();

	private final Shop shop = new Shop(this.primary, this.database);

	private final List<Process> instances = new ArrayList<>();

	@BeforeAll
	static void startCluster() {
		cluster = PostgresCluster.builder().start();
	}

	@AfterAll
	static void stopCluster() {
		cluster.close();
	}

	@BeforeEach
	void createTable() {
		this.shop.execute("create table orders (id bigint primary key, counter int not null default 0)");
		this.shop.execute("insert into orders (id) select g from generate_series(1, " + ROWS + ") g");
	}

	@AfterEach
	void close() {
		this.instances.forEach(Process::destroyForcibly);
		this.shop.close();
	}

	@Test
	void survivesKilledInstances() throws Exception {
		Process first = startInstance();
		awaitRows(200);
		first.destroyForcibly().waitFor();
		assertThat(this.shop.progress("count").state()).isEqualTo(BackfillState.RUNNING);
		Process second = startInstance();
		awaitRows(this.shop.progress("count").rowsDone() + 200);
		this.shop.start(CounterInstance.SETTINGS, CounterInstance.BACKFILL);
		second.destroyForcibly().waitFor();
		long rows = this.shop.progress("count").rowsDone();
		assertThat(rows).isLessThan(ROWS);
		assertCountedOnce();
	}

	@Test
	void survivesKilledInstancesWhileJavaComputes() throws Exception {
		Process first = startInstance("java");
		awaitRows(200);
		first.destroyForcibly().waitFor();
		this.shop.start(CounterInstance.SETTINGS, CounterInstance.COMPUTED);
		awaitRows(this.shop.progress("count").rowsDone() + 200);
		this.primary.crash();
		this.primary.start();
		this.shop.forgetConnections();
		assertCountedOnce();
	}

	@Test
	void survivesACrashOfTheServer() {
		BackfillRunner runner = this.shop.start(CounterInstance.SETTINGS, CounterInstance.BACKFILL);
		awaitRows(200);
		this.primary.crash();
		await().during(Duration.ofSeconds(1)).until(() -> true);
		this.primary.start();
		assertThat(this.shop.progress("count").rowsDone()).isBetween(200L, ROWS - 1L);
		assertThat(runner.isRunning()).isTrue();
		assertCountedOnce();
	}

	@Test
	void survivesKilledInstancesWhileOthersHoldRows() throws Exception {
		try (Connection holder = this.shop.pool.getConnection(); Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("select from orders where id in (50, 51, 1500) for update");
			Process first = startInstance();
			awaitRows(300);
			first.destroyForcibly().waitFor();
			assertThat(this.shop.progress("count").rowsHeld()).isEqualTo(2);
			Process second = startInstance();
			awaitRows(ROWS - 3);
			await().until(() -> this.shop.progress("count").reason().startsWith("3 rows are left that others hold"));
			second.destroyForcibly().waitFor();
			this.shop.start(CounterInstance.SETTINGS, CounterInstance.BACKFILL);
			holder.commit();
		}
		assertCountedOnce();
	}

	@Test
	void deletesEachRowOnceWhateverDies() throws Exception {
		this.shop.execute("create table deaths (id bigint)");
		this.shop.execute("""
				create function bury() returns trigger language plpgsql as $$
				begin insert into deaths values (old.id); return old; end $$""");
		this.shop.execute("create trigger bury after delete on orders for each row execute function bury()");
		killCrashAndSteal("delete");
		assertThat(this.shop.count("orders")).isZero();
		assertAllOnce("deaths");
	}

	@Test
	void insertsEachRowOnceWhateverDies() throws Exception {
		this.shop.execute("create table copies (id bigint)");
		killCrashAndSteal("insert");
		assertAllOnce("copies");
	}

	@Test
	void fencesAWorkerThatOnlySeemedDead() {
		this.shop.start(CounterInstance.SETTINGS, CounterInstance.BACKFILL);
		awaitRows(200);
		for (int i = 0; i < 4; i++) {
			this.shop.execute(
					"update zdm.scheduled_tasks set picked = false, execution_time = now(), version = version + 1");
			this.shop.start(CounterInstance.SETTINGS, CounterInstance.BACKFILL);
			awaitRows(this.shop.progress("count").rowsDone() + 100);
		}
		assertThat(this.shop.count("zdm.backfill_range where epoch > 1")).isEqualTo(1);
		assertCountedOnce();
	}

	/**
	 * An instance is killed, the server crashes, and ranges are taken from workers that
	 * live.
	 */
	private void killCrashAndSteal(String kind) throws Exception {
		Backfill backfill = CounterInstance.backfill(kind);
		Process first = startInstance(kind);
		awaitRows(200);
		first.destroyForcibly().waitFor();
		this.shop.start(CounterInstance.SETTINGS, backfill);
		awaitRows(this.shop.progress("count").rowsDone() + 100);
		this.primary.crash();
		this.primary.start();
		this.shop.forgetConnections();
		for (int i = 0; i < 3; i++) {
			awaitRows(this.shop.progress("count").rowsDone() + 100);
			this.shop.execute(
					"update zdm.scheduled_tasks set picked = false, execution_time = now(), version = version + 1");
			this.shop.start(CounterInstance.SETTINGS, backfill);
		}
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("zdm.backfill_range where epoch > 2")).isEqualTo(1);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(ROWS);
	}

	private void assertAllOnce(String table) {
		assertThat(this.shop.count(table)).isEqualTo(ROWS);
		assertThat(this.shop.count("(select distinct id from " + table + ") x")).isEqualTo(ROWS);
	}

	private void awaitRows(long rows) {
		await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.shop.backfills.find("count")
				.filter((progress) -> progress.rowsDone() >= rows)
				.isPresent());
	}

	private void assertCountedOnce() {
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(ROWS);
	}

	private Process startInstance() throws Exception {
		return startInstance("sql");
	}

	private Process startInstance(String kind) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), "-Xshare:auto",
				"-XX:TieredStopAtLevel=1", CounterInstance.class.getName(), this.primary.jdbcUrl(this.database),
				this.primary.username(), this.primary.password(), kind)
			.redirectErrorStream(true)
			.redirectOutput(new File("target/counter-instance-" + this.instances.size() + ".log"))
			.start();
		this.instances.add(process);
		return process;
	}

}
