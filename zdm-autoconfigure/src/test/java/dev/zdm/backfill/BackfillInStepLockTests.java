package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * How the trigger that keeps columns in step comes and goes while others write.
 */
class BackfillInStepLockTests {

	private static final Backfill LOWER = Backfill.of("lower")
		.table("customers")
		.set("email_lower", "lower(email)")
		.where("email_lower is null")
		.keepInStep();

	private static final String MISSED = "customers where email_lower is distinct from lower(email)";

	private static final PlanExecutor QUICK = new PlanExecutor(new LockLadder(
			new LadderSettings(Duration.ofMillis(100), 3, Duration.ofMillis(20), Duration.ofSeconds(2))));

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicBoolean over = new AtomicBoolean();

	@BeforeEach
	void createTable() {
		this.shop.execute("create table customers (id bigint primary key, email text, email_lower text)");
		this.shop.execute("insert into customers select g, 'Mail' || g from generate_series(1, 20000) g");
		this.shop.pool.setMaximumPoolSize(12);
	}

	@AfterEach
	void close() {
		this.over.set(true);
		this.threads.shutdownNow();
		this.shop.close();
	}

	@Test
	void leavesNoRowOutWhoeverWritesWhenever() throws Exception {
		List<Future<Long>> writers = new ArrayList<>();
		for (int number = 0; number < 3; number++) {
			int writer = number;
			writers.add(this.threads.submit(() -> write(writer)));
		}
		this.shop.start(Shop.SETTINGS.batchRows(10, 200), LOWER);
		this.shop.start(Shop.SETTINGS.batchRows(10, 200), LOWER);
		this.shop.awaitState("lower", BackfillState.DONE);
		this.over.set(true);
		for (Future<Long> writer : writers) {
			assertThat(writer.get()).isPositive();
		}
		assertThat(this.shop.count(MISSED)).isZero();
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isEqualTo(1);
	}

	@Test
	void waitsForTransactionsThatHaveWrittenAndDoesTheirRows() throws Exception {
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			statement.execute("insert into customers values (30000, 'Early')");
			this.shop.start(LOWER);
			awaitBlocked();
			assertThat(this.shop.progress("lower").state()).isEqualTo(BackfillState.WAITING);
			assertThat(this.shop.progress("lower").inStep()).isFalse();
			early.commit();
		}
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(this.shop.count(MISSED)).isZero();
	}

	@Test
	void seesWhoWritesToAPartition() throws Exception {
		this.shop
			.execute("create table visits (id int primary key, path text, path_lower text) partition by range (id)");
		this.shop.execute("create table visits_1 partition of visits for values from (1) to (1000)");
		this.shop.execute("create table visits_2 partition of visits for values from (1000) to (2000)");
		this.shop.execute("insert into visits select g, 'P' || g from generate_series(1, 1500) g");
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			statement.execute("insert into visits_2 values (1999, 'Early')");
			this.shop.start(Backfill.of("lower").table("visits").set("path_lower", "lower(path)").keepInStep());
			awaitBlocked();
			early.commit();
		}
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(this.shop.count("visits where path_lower = lower(path)")).isEqualTo(1501);
	}

	@Test
	void firesForTransactionsWhoseSnapshotIsOlder() throws Exception {
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			early.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			statement.execute("select count(*) from pg_class");
			this.shop.run(LOWER);
			statement.execute("insert into customers values (30000, 'Late')");
			early.commit();
		}
		assertThat(this.shop.count(MISSED)).isZero();
	}

	@Test
	void letsNobodyWaitLongerThanAStepOfTheLadder() throws Exception {
		AtomicLong longest = new AtomicLong();
		this.threads.submit(() -> {
			while (!this.over.get()) {
				long start = System.nanoTime();
				this.shop.jdbc.update("update customers set email = 'New' where id = ?",
						ThreadLocalRandom.current().nextInt(2, 20_000));
				longest.accumulateAndGet(System.nanoTime() - start, Math::max);
			}
			return true;
		});
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			statement.execute("update customers set email = 'Held' where id = 1");
			this.shop.start(LOWER);
			await().during(Duration.ofSeconds(4))
				.atMost(Duration.ofSeconds(6))
				.until(() -> !this.shop.progress("lower").inStep());
			early.commit();
		}
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(longest.get()).isPositive().isLessThan(Duration.ofMillis(1800).toNanos());
		this.over.set(true);
		assertThat(this.shop.count(MISSED)).isZero();
	}

	@Test
	void goesOnAfterACrashBetweenTheTriggerAndTheBeginning() throws Exception {
		new JournalSchema(this.shop.pool).create();
		Sessions sessions = new Sessions(this.shop.pool);
		Job job = new Registration(sessions).register(List.of(LOWER)).get(0);
		InStepTriggers triggers = new InStepTriggers(this.shop.pool, QUICK);
		assertThat(triggers.create(job, new InStepWaits((reason) -> {
		}))).isEqualTo("public.customers");
		this.shop.execute("insert into customers values (30000, 'Between')");
		assertThat(this.shop.progress("lower").rowsEstimated()).isZero();
		this.shop.run(LOWER);
		assertThat(this.shop.progress("lower").rowsDone()).isEqualTo(20_000);
		assertThat(triggers.create(job, new InStepWaits((reason) -> {
		}))).isNull();
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isEqualTo(1);
		assertThat(this.shop.count(MISSED)).isZero();
	}

	@Test
	void triesAgainWhenTheServerWasGoneMeanwhile() throws Exception {
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			statement.execute("insert into customers values (30000, 'Early')");
			this.shop.start(LOWER);
			awaitBlocked();
			this.shop.jdbc.queryForList("select pg_terminate_backend(pid) from pg_stat_activity "
					+ "where datname = current_database() and pid <> pg_backend_pid()");
			assertThatExceptionOfType(SQLException.class).isThrownBy(early::commit);
		}
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(this.shop.progress("lower").rowsDone()).isEqualTo(20_000);
		assertThat(this.shop.count(MISSED)).isZero();
	}

	@Test
	void failsOnWhatTheServerRefusesAndCanBeTriedAgain() {
		this.shop.execute("create schema zdm");
		this.shop.start(LOWER.after("first"), Backfill.of("first").table("customers").set("email_lower", "null"));
		await().until(() -> this.shop.progress("lower").reason().startsWith("waits for backfill first"));
		this.shop.execute("alter table customers drop email");
		this.shop.awaitState("lower", BackfillState.FAILED);
		assertThat(this.shop.progress("lower").lastError()).contains("SQLSTATE 42703");
		this.shop.execute("alter table customers add email text");
		this.shop.backfills.resume("lower");
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(this.shop.progress("lower").inStep()).isTrue();
	}

	@Test
	void saysWhoKeepsItFromBeingReleased() throws Exception {
		this.shop.run(LOWER);
		Backfills impatient = new Backfills(new JournalSchema(this.shop.pool), new Events(List.of()), QUICK);
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			statement.execute("select count(*) from customers");
			assertThatExceptionOfType(BackfillTriggerException.class).isThrownBy(() -> impatient.release("lower"))
				.withMessageContaining("is still there")
				.withMessageContaining("In the way: pid ");
			early.rollback();
		}
		assertThat(this.shop.progress("lower").inStep()).isTrue();
		impatient.release("lower");
		assertThat(this.shop.progress("lower").inStep()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isStoppedWhileItWaitsForItsLock(boolean cancel) throws Exception {
		try (Connection early = this.shop.pool.getConnection(); Statement statement = early.createStatement()) {
			early.setAutoCommit(false);
			statement.execute("update customers set email = 'Held' where id = 1");
			BackfillRunner runner = this.shop.start(LOWER);
			awaitBlocked();
			if (cancel) {
				this.shop.backfills.cancel("lower");
			}
			else {
				runner.stop();
			}
			await().atMost(Duration.ofSeconds(10))
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().equals("zdm-backfill-trigger")));
			early.commit();
		}
		assertThat(this.shop.count("pg_trigger where not tgisinternal")).isZero();
		assertThat(this.shop.progress("lower").state())
			.isEqualTo(cancel ? BackfillState.CANCELLED : BackfillState.WAITING);
		assertThat(this.shop.progress("lower").reason()).contains(cancel ? "cancelled on request" : "in the way");
	}

	private void awaitBlocked() {
		await().atMost(Duration.ofSeconds(10))
			.until(() -> this.shop.progress("lower").reason().contains("in the way: pid "));
	}

	private long write(int writer) throws SQLException {
		long written = 0;
		long next = 100_000L * (writer + 1);
		ThreadLocalRandom random = ThreadLocalRandom.current();
		while (!this.over.get()) {
			try (Connection connection = this.shop.pool.getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				for (int number = random.nextInt(1, 5); number > 0; number--) {
					statement.execute(switch (random.nextInt(4)) {
						case 0 -> "insert into customers values (" + next++ + ", 'New" + written + "')";
						case 1 -> "delete from customers where id = " + random.nextInt(1, 20_000) * 3L;
						default -> "update customers set email = 'Changed" + written + "' where id = "
								+ (random.nextInt(20_000 / 3) * 3L + writer);
					});
				}
				if (random.nextInt(5) == 0) {
					connection.rollback();
				}
				else {
					connection.commit();
				}
				written++;
			}
			catch (SQLException ex) {
				if (!"40P01".equals(ex.getSQLState())) {
					throw ex;
				}
			}
		}
		return written;
	}

}
