package dev.zdm.actuate;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.journal.MigrationJournal.Entry;
import dev.zdm.journal.MigrationJournal.Waiting;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.Throttle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two backfills, one of them done and one held by a signal, and two statements.
 */
class MigrationsEndpointTests {

	private static final String UNRESTRICTED = "management.endpoint.migrations.access=unrestricted";

	private static final Events EVENTS = new Events(List.of());

	private static JdbcTemplate jdbc;

	private static MigrationJournal journal;

	private static Backfills backfills;

	private static Throttle open;

	private static Throttle closed;

	private static BackfillRunner fast;

	private static BackfillRunner held;

	@BeforeAll
	static void migrate() throws SQLException {
		PostgresServer primary = PostgresCluster.shared().primary();
		DataSource dataSource = primary.dataSource(primary.createDatabase());
		jdbc = new JdbcTemplate(dataSource);
		jdbc.execute("create table orders (id bigint primary key, n int)");
		jdbc.execute("insert into orders select g, null from generate_series(1, 1000) g");
		jdbc.execute("create table customers as select * from orders");
		jdbc.execute("alter table customers add primary key (id)");
		jdbc.execute("analyze orders, customers");
		JournalSchema schema = new JournalSchema(dataSource);
		journal = new MigrationJournal(schema);
		fillJournal();
		backfills = new Backfills(schema, EVENTS);
		open = new Throttle(null, List.of(), Clock.systemUTC());
		closed = new Throttle(null, List.of(new FullDisk()), Clock.systemUTC());
		fast = new BackfillRunner(schema, open, EVENTS,
				List.of(Backfill.of("order-n").table("orders").set("n", "1").where("n is null")),
				BackfillSettings.DEFAULTS);
		held = new BackfillRunner(schema, closed, EVENTS,
				List.of(Backfill.of("customer-n").table("customers").set("n", "1").where("n is null")),
				BackfillSettings.DEFAULTS);
		fast.start();
		held.start();
		await().until(() -> state("order-n") == BackfillState.DONE);
		await().until(() -> backfills.find("customer-n").orElseThrow().reason().contains("disk"));
	}

	@AfterAll
	static void stop() {
		fast.close();
		held.close();
		closed.close();
	}

	@Test
	void showsStatementsAndBackfills() {
		Web.run(MigrationsEndpointTests::endpoint, (web) -> {
			Web.Response response = web.get("");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.json()).isLenientlyEqualTo("""
					{"statements": [
					  {"source": "application", "kind": "DROP TABLE", "verdict": "refuse", "outcome": "refused",
					   "findings": ["ZDM090"], "error": "It would lose rows", "lockWait": "PT0S", "steps": []},
					  {"source": "flyway 3", "kind": "CREATE INDEX", "relation": "orders", "verdict": "rewrite",
					   "outcome": "done", "sql": "create index on orders (n) where n > ?", "attempts": 4,
					   "lockWait": "PT1.25S", "blockers": ["pid 7"],
					   "steps": [{"sql": "create index concurrently …", "transaction": "none", "outcome": "done"}]}],
					 "backfills": [
					  {"name": "order-n", "table": "public.orders", "state": "done", "reason": "", "rowsDone": 1000,
					   "rowsEstimated": 1000, "rowsRemaining": 0, "percent": 100.0, "rate": 0.0, "pace": 1.0,
					   "rowsLeft": 0},
					  {"name": "customer-n", "state": "running", "rowsDone": 0, "rowsRemaining": 1000,
					   "percent": 0.0, "pace": 0.0}],
					 "throttle": {"pace": 0.0, "signal": "disk", "replicas": [], "signals": [
					  {"name": "disk", "value": 99.0, "limit": 90.0, "unit": "%", "share": 1.1, "whenUnknown": "stop",
					   "description": "primary: 99.0 %, the limit is 90.0 %"}]}}""");
			assertThat(response.json()).extractingPath("$.statements[1].startedAt").asString().endsWith("Z");
			assertThat(response.json()).extractingPath("$.throttle.heldBack.disk").asString().startsWith("PT");
			assertThat(response.json()).doesNotHavePath("$.statements[1].error");
		});
	}

	@Test
	void showsOneBackfillWithWhatSlowsItDown() {
		Web.run(MigrationsEndpointTests::endpoint, (web) -> {
			Web.Response response = web.get("/customer-n");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.json()).isLenientlyEqualTo("""
					{"name": "customer-n", "backfill": {"name": "customer-n", "state": "running"},
					 "throttle": {"pace": 0.0, "reason": "disk: primary: 99.0 %, the limit is 90.0 %"}}""");
			assertThat(response.json()).doesNotHavePath("$.statements");
		});
	}

	@Test
	void findsTheStatementsOfAMigrationByItsSourceOrVersion() {
		Web.run(MigrationsEndpointTests::endpoint, (web) -> {
			for (String name : List.of("flyway:3", "flyway%203", "3")) {
				Web.Response response = web.get("/" + name);
				assertThat(response.status()).isEqualTo(200);
				assertThat(response.json())
					.isLenientlyEqualTo("{\"name\": \"flyway 3\", \"statements\": [{\"kind\": \"CREATE INDEX\"}]}");
				assertThat(response.json()).doesNotHavePath("$.backfill");
			}
			assertThat(web.get("/application").status()).isEqualTo(200);
		});
	}

	@Test
	void doesNotFindWhatThereIsNot() {
		Web.run(MigrationsEndpointTests::endpoint, (web) -> {
			assertError(web.get("/4"), 404, "neither a backfill nor a source of statements \"4\"");
			assertError(web.get("/flyway:%27"), 404, "flyway:'");
		});
	}

	@Test
	void refusesToChangeAnythingUnlessAccessIsUnrestricted() {
		Web.run(MigrationsEndpointTests::endpoint,
				(web) -> assertThat(web.post("/customer-n", action("cancel")).status()).isEqualTo(405));
		assertThat(state("customer-n")).isEqualTo(BackfillState.RUNNING);
	}

	@Test
	void pausesCancelsAndResumesWhenAccessIsUnrestricted() {
		Web.run(MigrationsEndpointTests::endpoint, (web) -> {
			assertState(web.post("/customer-n", action("pause")), "paused");
			assertState(web.post("/customer-n", action("pause")), "paused");
			assertState(web.post("/customer-n", action("cancel")), "cancelled");
			assertError(web.post("/customer-n", action("pause")), 409,
					"Backfill \"customer-n\" is cancelled and cannot be paused");
			assertThat(web.post("/customer-n", action("resume")).status()).isEqualTo(200);
			await().until(() -> state("customer-n") == BackfillState.RUNNING);
			assertError(web.post("/customer-n", action("release")), 409,
					"is running and cannot be released before its end; it can be cancelled");
			assertState(web.post("/order-n", action("release")), "done");
		}, UNRESTRICTED);
	}

	@Test
	void saysWhyAWishCannotBeMet() {
		Web.run(MigrationsEndpointTests::endpoint, (web) -> {
			assertError(web.post("/order-n", action("cancel")), 409, "is done and cannot be cancelled");
			assertError(web.post("/order-x", action("pause")), 404, "known are [order-n, customer-n]");
			assertError(web.post("/3", action("pause")), 404, "There is no backfill \"3\"");
			assertError(web.post("/order-n", action("stop")), 400,
					"There is no action \"stop\"; possible are pause, resume, cancel and release");
			assertError(web.post("/order-n", "{}"), 400, "possible are pause, resume, cancel and release");
		}, UNRESTRICTED);
	}

	@Test
	void showsStatementsWhenBackfillsAreSwitchedOff() {
		Web.run(() -> new MigrationsEndpoint(journal, null, null), (web) -> {
			Web.Response response = web.get("");
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.json()).extractingPath("$.statements.length()").isEqualTo(2);
			assertThat(response.json()).extractingPath("$.backfills.length()").isEqualTo(0);
			assertThat(response.json()).doesNotHavePath("$.throttle");
			assertThat(web.get("/order-n").status()).isEqualTo(404);
			assertError(web.post("/order-n", action("pause")), 409, "switched off");
		}, UNRESTRICTED);
	}

	@Test
	void saysThatTheDatabaseDoesNotAnswer() {
		Web.run(() -> {
			JournalSchema nowhere = nowhere();
			return new MigrationsEndpoint(new MigrationJournal(nowhere), new Backfills(nowhere, EVENTS), open);
		}, (web) -> {
			String reason = "The database does not answer: Connection to localhost:1 refused";
			assertError(web.get(""), 503, reason);
			assertError(web.get("/order-n"), 503, reason);
			assertError(web.post("/order-n", action("pause")), 503, reason);
		}, UNRESTRICTED);
	}

	@Test
	void isHealthyWhateverTheBackfillsDoUnlessOneHasFailed() {
		MigrationsHealthIndicator indicator = new MigrationsHealthIndicator(backfills);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		jdbc.execute("update zdm.backfill set state = 'failed', reason = 'SQLSTATE 22012' where name = 'order-n'");
		try {
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).hasEntrySatisfying("order-n",
					(detail) -> assertThat(detail).hasToString("{percent=100.0, reason=SQLSTATE 22012, state=failed}"));
		}
		finally {
			jdbc.execute("update zdm.backfill set state = 'done', reason = '' where name = 'order-n'");
		}
	}

	@Test
	void isOfUnknownHealthWhileTheDatabaseDoesNotAnswer() {
		Health health = new MigrationsHealthIndicator(new Backfills(nowhere(), EVENTS)).health();
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health.getDetails()).containsKey("error");
	}

	private static MigrationsEndpoint endpoint() {
		return new MigrationsEndpoint(journal, backfills, closed);
	}

	private static JournalSchema nowhere() {
		return new JournalSchema(new DriverManagerDataSource("jdbc:postgresql://localhost:1/nowhere", "nobody", ""));
	}

	private static void fillJournal() throws SQLException {
		long index = journal.begin(new Entry("flyway 3", "CREATE INDEX", "orders",
				"create index on orders (n) where n > ?", "f1", false, "rewrite", List.of("ZDM001"), 0),
				List.of("create index concurrently …"), List.of("none"));
		journal.startStep(index, 0);
		journal.finishStep(index, 0, "done");
		journal.finish(index, "done", new Waiting(4, 1250, List.of("pid 7")), null);
		long drop = journal.begin(new Entry("application", "DROP TABLE", "orders", "drop table orders", "f2", false,
				"refuse", List.of("ZDM090"), 0), List.of(), List.of());
		journal.finish(drop, "refused", new Waiting(0, 0, List.of()), "It would lose rows");
	}

	private static BackfillState state(String name) {
		return backfills.find(name).orElseThrow().state();
	}

	private static String action(String name) {
		return "{\"action\": \"" + name + "\"}";
	}

	private static void assertState(Web.Response response, String state) {
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json()).extractingPath("$.state").isEqualTo(state);
	}

	private static void assertError(Web.Response response, int status, String reason) {
		assertThat(response.json()).extractingPath("$.error").asString().contains(reason);
		assertThat(response.status()).isEqualTo(status);
	}

}
