package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.zdm.guard.GuardedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What others feel while a guarded statement wants a lock.
 */
class LockLadderTests {

	private static final Duration DOWNTIME = Duration.ofMillis(400);

	/** What a query may take beside its wait on a busy machine. */
	private static final Duration SLACK = Duration.ofMillis(350);

	/** The common pool has too few threads for tasks that wait for each other. */
	private static final Executor THREADS = (task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		thread.start();
	};

	private final GuardedDatabase database = GuardedDatabase
		.with(new LadderSettings(DOWNTIME, 5, Duration.ofMillis(20), Duration.ofSeconds(4)));

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void whileALongTransactionIsInTheWayNobodyWaitsAndTheErrorNamesIt() throws Exception {
		this.database.execute("create table orders (id bigint primary key, status text)",
				"insert into orders values (1, 'secret')");
		try (Connection holder = this.database.unguarded().getConnection();
				Statement hold = holder.createStatement();
				Clients clients = new Clients(this.database)) {
			holder.setAutoCommit(false);
			hold.execute("set application_name = 'nightly report'");
			hold.execute("select * from orders where status = 'secret'");
			String pid = GuardedDatabase.query(holder, "select pg_backend_pid()").get(0);
			await().pollDelay(DOWNTIME.multipliedBy(2)).until(() -> true);
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> this.database.guard("alter table orders add column note text"))
				.withMessageContaining("ACCESS EXCLUSIVE on public.orders")
				.withMessageContaining("pid " + pid)
				.withMessageContaining("nightly report")
				.withMessageContaining("AccessShareLock on orders")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"))
				.satisfies((ex) -> assertThat(ex.blockers()).extracting(Blocker::pid)
					.containsExactly(Integer.valueOf(pid)));
			assertThat(clients.longest()).isLessThan(SLACK);
			assertThat(this.database.lastEntry().blockers()).singleElement().asString().contains("nightly report");
		}
	}

	@Test
	void theLockIsHadAsSoonAsTheLongTransactionEnds() throws Exception {
		this.database.execute("create table orders (id bigint primary key, status text)");
		try (Connection holder = this.database.unguarded().getConnection(); Statement hold = holder.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("select * from orders");
			await().pollDelay(DOWNTIME.multipliedBy(2)).until(() -> true);
			CompletableFuture<Void> alter = CompletableFuture
				.runAsync(() -> guard("alter table orders add column note text"), THREADS);
			await().ignoreExceptionsInstanceOf(SQLException.class)
				.until(() -> !this.database.query("select 1 from zdm.migration where blockers <> '{}'").isEmpty());
			assertThat(alter).isNotDone();
			holder.commit();
			alter.get(5, TimeUnit.SECONDS);
			assertThat(this.database.lastEntry().attempts()).isEqualTo(1);
		}
	}

	@Test
	void betweenManyShortTransactionsNobodyWaitsLongerThanTheDowntime() throws Exception {
		this.database.execute("create table orders (id bigint primary key, status text)",
				"insert into orders values (1, 'new')");
		try (Clients clients = new Clients(this.database); Overlap overlap = new Overlap(this.database)) {
			this.database.guard("alter table orders add column note text");
			assertThat(overlap.failures()).isEmpty();
			assertThat(clients.longest()).isLessThan(DOWNTIME.plus(SLACK));
		}
		assertThat(this.database.lastEntry().attempts()).isGreaterThan(1);
		assertThat(this.database.lastEntry().lockWaitMillis()).isPositive();
	}

	@Test
	void aTransactionThatBlocksOthersAlreadyDoesNotWaitForMore() throws Exception {
		this.database.execute("create table orders (id bigint primary key)", "create table items (id bigint)");
		try (Connection holder = this.database.unguarded().getConnection();
				Statement hold = holder.createStatement();
				Connection connection = this.database.guarded().getConnection();
				Statement statement = connection.createStatement()) {
			holder.setAutoCommit(false);
			hold.execute("select * from items");
			connection.setAutoCommit(false);
			statement.execute("alter table orders add column note text");
			long begun = System.nanoTime();
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> statement.execute("alter table items add column note text"))
				.withMessageContaining("already blocks other tables");
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DOWNTIME.plus(SLACK));
			connection.rollback();
		}
	}

	@Test
	void aStatementThatFailsForAnotherReasonIsNotTriedAgain() throws SQLException {
		this.database.execute("create table orders (id bigint primary key)");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.database.guard("alter table orders add column id text"))
			.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("42701"));
		assertThat(this.database.lastEntry().attempts()).isZero();
	}

	@Test
	void theSumOfTheWaitsForAllPartitionsIsBounded() throws Exception {
		this.database.execute("create table orders (id bigint) partition by range (id)",
				"create table orders_0 partition of orders for values from (0) to (100)",
				"create table orders_1 partition of orders for values from (100) to (200)",
				"create table orders_2 partition of orders for values from (200) to (300)");
		AtomicBoolean stop = new AtomicBoolean();
		List<CompletableFuture<Void>> holders = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			String partition = "orders_" + i;
			holders.add(CompletableFuture.runAsync(() -> holdOnAndOff(partition, stop), THREADS));
		}
		try (Clients clients = new Clients(this.database)) {
			Throwable outcome = catchThrowable(() -> this.database.guard("alter table orders add column note text"));
			assertThat(outcome).satisfiesAnyOf((ex) -> assertThat(ex).isNull(),
					(ex) -> assertThat(ex).isInstanceOf(LockNotAcquiredException.class));
			assertThat(clients.longest()).isLessThan(DOWNTIME.plus(Duration.ofSeconds(1)).plus(SLACK));
		}
		finally {
			stop.set(true);
			CompletableFuture.allOf(holders.toArray(CompletableFuture[]::new)).join();
		}
	}

	private void holdOnAndOff(String table, AtomicBoolean stop) {
		try (Connection connection = this.database.unguarded().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			while (!stop.get()) {
				statement.execute("select count(*), pg_sleep(0.39) from " + table);
				statement.execute("select count(*) from " + table);
				connection.commit();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void guard(String sql) {
		try {
			this.database.guard(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * One client that reads and one that writes, and the longest that either waited.
	 */
	private static final class Clients implements AutoCloseable {

		private final AtomicBoolean stop = new AtomicBoolean();

		private final AtomicLong longest = new AtomicLong();

		private final AtomicLong queries = new AtomicLong();

		private final List<CompletableFuture<Void>> clients;

		Clients(GuardedDatabase database) {
			this.clients = List.of(
					CompletableFuture.runAsync(() -> run(database, "select count(id) from orders"), THREADS),
					CompletableFuture.runAsync(() -> run(database, "update orders set id = id where id = 1"), THREADS));
			await().until(() -> this.queries.get() > 20);
			this.longest.set(0);
		}

		private void run(GuardedDatabase database, String sql) {
			try (Connection connection = database.unguarded().getConnection();
					Statement statement = connection.createStatement()) {
				while (!this.stop.get()) {
					long begun = System.nanoTime();
					statement.execute(sql);
					this.longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
					this.queries.incrementAndGet();
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		Duration longest() {
			return Duration.ofNanos(this.longest.get());
		}

		@Override
		public void close() {
			this.stop.set(true);
			CompletableFuture.allOf(this.clients.toArray(CompletableFuture[]::new)).join();
		}

	}

	/**
	 * Transactions that follow each other so that one always has the table.
	 */
	private static final class Overlap implements AutoCloseable {

		private final AtomicBoolean stop = new AtomicBoolean();

		private final AtomicLong running = new AtomicLong();

		private final List<Throwable> failures = new ArrayList<>();

		private final List<CompletableFuture<Void>> holders = new ArrayList<>();

		Overlap(GuardedDatabase database) {
			for (int i = 0; i < 3; i++) {
				double offset = 0.07 * i;
				this.holders.add(CompletableFuture.runAsync(() -> hold(database, offset), THREADS));
			}
			await().until(() -> this.running.get() == 3);
		}

		private void hold(GuardedDatabase database, double offset) {
			try (Connection connection = database.unguarded().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("select pg_sleep(" + offset + ")");
				this.running.incrementAndGet();
				while (!this.stop.get()) {
					statement.execute("select count(id), pg_sleep(0.2) from orders");
				}
			}
			catch (SQLException ex) {
				this.failures.add(ex);
			}
		}

		List<Throwable> failures() {
			return this.failures;
		}

		@Override
		public void close() {
			this.stop.set(true);
			CompletableFuture.allOf(this.holders.toArray(CompletableFuture[]::new)).join();
		}

	}

}
