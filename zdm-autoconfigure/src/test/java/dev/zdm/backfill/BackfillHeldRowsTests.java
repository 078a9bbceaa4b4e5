package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.event.BackfillEvent;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;
import dev.zdm.throttle.Throttle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Rows that another session holds for as long as a backfill runs, or longer.
 */
class BackfillHeldRowsTests {

	private static final int ROWS = 3000;

	private static final Backfill COUNT = Backfill.of("count").table("orders").set("counter", "counter + 1");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	private final List<Connection> holders = new ArrayList<>();

	@BeforeEach
	void createTable() {
		this.shop.execute("create table orders (id bigint primary key, note text, counter int not null default 0)");
		this.shop.execute("insert into orders select g from generate_series(1, " + ROWS + ") g");
	}

	@AfterEach
	void close() throws SQLException {
		for (Connection holder : this.holders) {
			holder.close();
		}
		this.shop.close();
	}

	@Test
	void areDoneInTheEndAndTheHolderIsNamed() throws SQLException {
		Connection holder = hold("update orders set note = 'x' where id in (1, 777, 3000)");
		this.shop.start(COUNT);
		awaitAllBut(3);
		BackfillProgress progress = this.shop.progress("count");
		assertThat(progress.state()).isEqualTo(BackfillState.RUNNING);
		assertThat(progress.rowsAside()).isZero();
		assertThat(progress.rowsRemaining()).isEqualTo(3);
		assertThat(progress.percent()).isEqualTo(99.9);
		await().untilAsserted(() -> assertThat(this.shop.progress("count").reason())
			.matches("3 rows are left that others hold: pid \\d+ of user postgres in somebody, idle in transaction, "
					+ "in a transaction for \\d+ s"));
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS - 3);
		holder.commit();
		assertCountedOnce();
		assertThat(this.shop.count("orders where note = 'x'")).isEqualTo(3);
		assertThat(this.shop.count("zdm.backfill_aside")).isZero();
		assertThat(this.shop.progress("count").rowsHeld()).isZero();
	}

	@Test
	void thatAreGoneInTheEndAreForgotten() throws SQLException {
		Connection holder = hold("delete from orders where id = 777");
		this.shop.start(COUNT);
		awaitAllBut(1);
		holder.commit();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS - 1);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(ROWS - 1);
	}

	@Test
	void thatNoLongerMeetTheConditionStayAsTheyAre() throws SQLException {
		Connection holder = hold("update orders set note = 'x' where id between 10 and 19");
		this.shop.start(COUNT.where("note is null"));
		awaitAllBut(10);
		holder.commit();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where note = 'x' and counter = 0")).isEqualTo(10);
	}

	@Test
	void areComputedInTheEndFromWhatTheyAreThen() throws SQLException {
		Connection holder = hold("update orders set counter = 100 where id = 777");
		this.shop.start(Backfill.of("count")
			.table("orders")
			.read("counter")
			.write("counter")
			.rows("1",
					(rows) -> rows.stream()
						.map((row) -> row.with("counter", row.get("counter", Integer.class) + 1))
						.toList()));
		awaitAllBut(1);
		holder.commit();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS - 1);
		assertThat(this.shop.count("orders where counter = 101")).isEqualTo(1);
	}

	@Test
	void areDeletedInTheEndThoughOthersOnlyShareThem() throws SQLException {
		Connection one = hold("select from orders where id = 777 for key share");
		Connection other = hold("select from orders where id = 777 for share");
		this.shop.start(Backfill.of("count").table("orders").where("id <= 2000").delete());
		awaitAllBut(1);
		await().untilAsserted(() -> assertThat(this.shop.progress("count").reason())
			.matches("1 rows are left that others hold: pid \\d+ .*; pid \\d+ .*"));
		one.commit();
		other.commit();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders")).isEqualTo(ROWS - 2000);
	}

	@Test
	void doNotCountAsHeldWhereTheHolderLetsThemBeChanged() throws SQLException {
		hold("select from orders where id = 777 for key share");
		this.shop.run(COUNT);
		assertCountedOnce();
	}

	@Test
	void areFoundOneByOneWhereTheyAreHeldElsewhere() throws SQLException {
		this.shop.execute("create table copies (id bigint primary key)");
		Connection holder = hold("insert into copies values (778), (2000)");
		this.shop
			.start(Backfill.of("count").table("orders").insertInto("copies").set("id", "id").onConflictDoNothing("id"));
		awaitAllBut(2);
		assertThat(this.shop.count("copies")).isEqualTo(ROWS - 2);
		assertThat(this.shop.progress("count").state()).isEqualTo(BackfillState.RUNNING);
		holder.rollback();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("copies")).isEqualTo(ROWS);
		assertThat(this.shop.progress("count").rowsLeft()).isZero();
	}

	@Test
	void areFoundWhereAForeignKeyNeedsARowThatIsHeld() throws SQLException {
		this.shop.execute("create table customers (id bigint primary key)");
		this.shop.execute("insert into customers select generate_series(0, 999)");
		this.shop.execute("alter table orders add customer bigint references customers");
		Connection holder = hold("select from customers where id = 500 for update");
		this.shop
			.start(Backfill.of("count").table("orders").set("counter", "counter + 1").set("customer", "id % 1000"));
		awaitAllBut(3);
		holder.rollback();
		assertCountedOnce();
	}

	@Test
	void areDoneOnceInStripesToo() throws SQLException {
		this.shop.execute("create index on orders (note)");
		this.shop.execute("insert into orders select g, repeat('x', 50) from generate_series(3001, 60000) g");
		this.shop.execute("vacuum analyze orders");
		Connection holder = hold("update orders set note = 'x' where id % 10000 = 7");
		this.shop.start(Shop.SETTINGS.batchRows(50, 500), COUNT);
		await().pollInterval(Duration.ofMillis(5)).until(() -> this.shop.progress("count").mode().equals("striped"));
		awaitAllBut(6);
		holder.commit();
		await().atMost(Duration.ofSeconds(20)).until(() -> this.shop.progress("count").state() == BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(60_000);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(60_000);
	}

	@Test
	void doNotHoldUpTheOnlyWorkerOfOtherRanges() throws SQLException {
		this.shop.execute("create table parts (id bigint primary key, counter int not null default 0) "
				+ "partition by range (id)");
		this.shop.execute("create table parts_1 partition of parts for values from (0) to (100)");
		this.shop.execute("create table parts_2 partition of parts for values from (100) to (200)");
		this.shop.execute("insert into parts select generate_series(1, 199)");
		Connection holder = hold("update parts set counter = counter where id = 50");
		this.shop.start(Backfill.of("parts").table("parts").set("counter", "counter + 1"));
		await().until(() -> this.shop.count("parts where counter = 1") == 198);
		assertThat(this.shop.progress("parts").rowsHeld()).isEqualTo(1);
		holder.commit();
		this.shop.awaitState("parts", BackfillState.DONE);
		assertThat(this.shop.count("parts where counter = 1")).isEqualTo(199);
	}

	@ParameterizedTest
	@ValueSource(strings = { "share", "access exclusive" })
	void areNotLookedForWhileTheWholeTableIsHeld(String mode) throws SQLException {
		this.shop.start(Shop.SETTINGS.batchRows(10, 50), COUNT.set("note", "left(pg_sleep(0.001)::text, 0)"));
		this.shop.awaitRows("count", 100);
		Connection holder = hold("lock table orders in " + mode + " mode");
		await().until(() -> this.shop.progress("count")
			.reason()
			.matches("tries again after SQLSTATE 55P03: another session holds the whole table: "
					+ "pid \\d+ of user postgres in somebody, idle in transaction, in a transaction for \\d+ s"));
		assertThat(this.shop.count("zdm.backfill_aside")).isZero();
		holder.commit();
		assertCountedOnce();
	}

	@Test
	void doNotLetABackfillBeginUncheckedWhileItsTableIsHeld() throws SQLException {
		Connection holder = hold("lock table orders in share mode");
		assertThatExceptionOfType(BackfillLockedException.class).isThrownBy(() -> this.shop.start(COUNT))
			.withMessageContaining("\"count\" could not be checked in 5 s: in the way on table orders is pid ")
			.withMessageContaining(" of user postgres in somebody, idle in transaction, in a transaction for ")
			.withMessageEndingWith("s. Start again");
		assertThat(this.shop.count("zdm.backfill")).isZero();
		holder.commit();
		this.shop.run(COUNT);
		assertCountedOnce();
	}

	@Test
	void namesWhoHoldsAPartitionAtTheStart() throws SQLException {
		this.shop.execute("create table days (id int primary key, counter int) partition by range (id)");
		this.shop.execute("create table days_1 partition of days for values from (0) to (10)");
		hold("lock table days_1 in exclusive mode");
		assertThatExceptionOfType(BackfillLockedException.class)
			.isThrownBy(() -> this.shop.start(COUNT, Backfill.of("days").table("days").set("counter", "1")))
			.withMessageContaining("\"days\" could not be checked in 5 s: in the way on table days is pid ")
			.withMessageContaining(" in somebody");
	}

	@Test
	void areWaitedForWhenTheyAreTooMany() throws SQLException {
		this.shop.execute("insert into orders select g from generate_series(3001, 12000) g");
		Connection holder = hold("update orders set note = 'x' where id > 500");
		this.shop.start(COUNT);
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.shop.progress("count").reason())
				.isEqualTo("tries again after SQLSTATE 55P03: other sessions hold more than 10000 rows"));
		assertThat(this.shop.progress("count").rowsHeld()).isBetween(9000L, 10_000L);
		holder.commit();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(12_000);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(12_000);
	}

	@Test
	void thatCannotBeChangedInTheEndArePutAside() throws SQLException {
		Connection holder = hold("update orders set note = 'x' where id in (777, 778)");
		this.shop.start(COUNT.set("note", "(coalesce(note, '1')::int + 1)::text"));
		awaitAllBut(2);
		holder.commit();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.progress("count").rowsAside()).isEqualTo(2);
		assertThat(this.shop.jdbc.queryForList("select distinct sql_state from zdm.backfill_aside", String.class))
			.containsExactly("22P02");
	}

	@Test
	void areSweptToWhenTheyHadBeenPutAsideBefore() throws SQLException {
		this.shop.execute("update orders set note = 'x' where id = 777");
		BackfillRunner runner = this.shop.start(COUNT.set("note", "(coalesce(note, '1')::int + 1)::text"));
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.progress("count").rowsAside()).isEqualTo(1);
		this.shop.execute("update orders set note = '1' where id = 777");
		Connection holder = hold("select from orders where id = 777 for update");
		this.shop.backfills.resume("count");
		await().untilAsserted(() -> assertThat(this.shop.progress("count").reason())
			.startsWith("1 rows are left that others hold: pid "));
		holder.commit();
		assertCountedOnce();
		await().atMost(Duration.ofSeconds(20)).until(() -> !runner.isRunning());
	}

	@Test
	void areWaitedForWhereTheRoleMayDeleteRowsButNotLockThem() throws SQLException {
		String role = "keeper_" + System.nanoTime();
		this.shop.execute("create role " + role + " login password 'x'");
		this.shop.execute("grant select, delete on orders to " + role);
		this.shop.execute(
				"do $$ begin execute 'grant create on database ' || current_database() || ' to " + role + "'; end $$");
		Connection holder = hold("select from orders where id = 777 for update");
		try (HikariDataSource pool = Shop.pool(this.shop.pool.getJdbcUrl(), role, "x");
				BackfillRunner runner = new BackfillRunner(new JournalSchema(pool),
						new Throttle(null, List.of(), Clock.systemUTC()), new Events(List.of()),
						List.of(Backfill.of("count").table("orders").where("id < 1000").delete()), Shop.SETTINGS)) {
			runner.start();
			await().until(() -> this.shop.progress("count").reason().startsWith("tries again after SQLSTATE 55P03"));
			holder.commit();
			this.shop.awaitState("count", BackfillState.DONE);
		}
		assertThat(this.shop.count("orders")).isEqualTo(ROWS - 999);
	}

	@Test
	void costOneTimeoutEach() throws SQLException {
		hold("update orders set note = 'x' where id in (500, 1500, 2500)");
		this.shop.start(Shop.SETTINGS.batchRows(50, 500), COUNT);
		awaitAllBut(3);
		assertThat(this.shop.heard).filteredOn(BackfillEvent.BatchFailed.class::isInstance).hasSize(3);
	}

	/** Another session, in whose open transaction something was just done. */
	private Connection hold(String sql) throws SQLException {
		Connection holder = this.shop.pool.getConnection();
		this.holders.add(holder);
		holder.setAutoCommit(false);
		try (var statement = holder.createStatement()) {
			statement.execute("set local application_name = 'somebody'");
			statement.execute(sql);
		}
		return holder;
	}

	/** Until the table was passed, and so many rows are left that others hold. */
	private void awaitAllBut(long rows) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.shop.backfills.find("count").isPresent()
					&& this.shop.count("zdm.backfill_range where not done") == 0);
		assertThat(this.shop.progress("count").rowsHeld()).isEqualTo(rows);
	}

	private void assertCountedOnce() {
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(ROWS);
	}

}
