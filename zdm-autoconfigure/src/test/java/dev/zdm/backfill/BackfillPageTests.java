package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tables without a key, page by page. Who writes beside it: {@link BackfillPageRaceTests}
 */
class BackfillPageTests {

	/** Done twice, a row would show it. */
	static final Backfill COUNT = Backfill.of("count")
		.table("notes")
		.set("counter", "notes.counter + 1 -- once")
		.set("done", "true")
		.where("notes.done is null -- not yet");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void changesEachRowOnceAlongPages() {
		create(5000);
		this.shop.run(Shop.SETTINGS.batchRows(50, 400), COUNT);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(5000);
		BackfillProgress progress = this.shop.progress("count");
		assertThat(progress.rowsDone()).isEqualTo(5000);
		assertThat(progress.rowsLeft()).isZero();
		assertThat(progress.mode()).isEqualTo("plain");
		assertThat(this.shop.jdbc.queryForObject("select key_columns from zdm.backfill", String.class))
			.isEqualTo("ctid tid");
		assertThat(this.shop.jdbc.queryForObject("select sum(rows_seen) from zdm.backfill_range", Long.class))
			.isEqualTo(5000);
		assertThat(passes()).isEqualTo(1);
		assertThat(this.shop.count("pg_class where relnamespace = 'pg_catalog'::regnamespace and relname = 'notes'"))
			.isZero();
	}

	@Test
	void takesLessThanAPageAtATime() {
		create(300);
		this.shop.run(Shop.SETTINGS.batchRows(1, 7), COUNT);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(300);
		assertThat(this.shop.progress("count").batches()).isGreaterThan(300 / 7);
	}

	@Test
	void seesGapsAndRowsThatNeedNoChange() {
		create(4000);
		this.shop.execute("delete from notes where id between 1000 and 2500");
		this.shop.execute("vacuum (truncate off) notes");
		this.shop.execute("update notes set done = false where id < 300");
		this.shop.run(COUNT);
		assertThat(this.shop.count("notes where counter = 0")).isEqualTo(299);
		assertThat(this.shop.count("notes where counter = 1 and done")).isEqualTo(4000 - 1501 - 299);
	}

	@Test
	void deletesRowsByAnyCondition() {
		create(3000);
		this.shop.execute("alter table notes add column at timestamptz default now() - interval '1 day'");
		this.shop.execute("insert into notes (id, at) values (0, now() + interval '1 day')");
		this.shop.run(Backfill.of("old").table("notes").delete().where("at < clock_timestamp()"));
		assertThat(this.shop.count("notes")).isEqualTo(1);
		assertThat(this.shop.progress("old").rowsDone()).isEqualTo(3000);
	}

	@Test
	void splitsPagesOfALargeTable() {
		create(60_000);
		this.shop.execute("alter table notes alter pad set storage plain");
		this.shop.execute("update notes set pad = repeat('x', 1300)");
		this.shop.execute("analyze notes");
		BackfillSettings two = new BackfillSettings(2, Duration.ofMillis(150), 50, 2000, true, true,
				Shop.SETTINGS.heartbeat());
		this.shop.run(two, COUNT);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(60_000);
		assertThat(this.shop.count("zdm.backfill_range")).isGreaterThan(1);
		assertThat(this.shop.jdbc.queryForObject("select sum(rows_seen) from zdm.backfill_range", Long.class))
			.isBetween(59_000L, 61_000L);
	}

	@Test
	void worksPartitionByPartition() {
		this.shop
			.execute("create table notes (id int, half int, pad text, counter int not null default 0, done boolean) "
					+ "partition by list (half)");
		this.shop.execute("create table notes_0 partition of notes for values in (0)");
		this.shop.execute("create table \"Notes 1\" (done boolean, id int, gone int, counter int not null default 0, "
				+ "pad text, half int)");
		this.shop.execute("alter table \"Notes 1\" drop column gone");
		this.shop.execute("alter table notes attach partition \"Notes 1\" for values in (1)");
		this.shop.execute("create table notes_2 partition of notes (primary key (id)) for values in (2)");
		this.shop.execute("insert into notes (id, half) select g, g % 3 from generate_series(1, 6000) g");
		this.shop.run(COUNT);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(6000);
		assertThat(
				this.shop.jdbc.queryForList("select key_columns from zdm.backfill_range order by number", String.class))
			.containsExactly("ctid tid", "ctid tid", "id integer");
	}

	@Test
	void findsRowsThatMovedOutOfItsWayInAnotherPass() {
		create(3000);
		Backfill slow = COUNT.set("pad", "pad || substr(pg_sleep(0.002)::text, 1, 0)");
		BackfillRunner runner = this.shop.start(Shop.SETTINGS.batchRows(50, 100), slow);
		this.shop.awaitRows("count", 500);
		this.shop.execute("update notes set pad = repeat('y', 60) where done is null");
		assertThat(this.shop.backfills.watermark("count")).contains(new BackfillWatermark(false, null, List.of(), 0));
		this.shop.awaitState("count", BackfillState.DONE);
		runner.stop();
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(3000);
		assertThat(passes()).isGreaterThan(1);
		assertThat(this.shop.progress("count").rowsLeft()).isZero();
		assertThat(this.shop.backfills.watermark("count")).contains(new BackfillWatermark(true, null, List.of(), 0));
	}

	@Test
	void goesOnAsItBeganWhenTheTableGetsAKey() {
		create(2000);
		Backfill slow = COUNT.set("pad", "pad || substr(pg_sleep(0.002)::text, 1, 0)");
		BackfillRunner first = this.shop.start(Shop.SETTINGS.batchRows(50, 100), slow);
		this.shop.awaitRows("count", 200);
		first.stop();
		this.shop.execute("alter table notes add primary key (id)");
		this.shop.run(slow);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(2000);
	}

	@Test
	void putsARowAsideThatCannotBeChangedAndFindsItAgainWhereverItIs() {
		create(2000);
		this.shop.execute("alter table notes add check (counter = 0 or id <> 1234)");
		this.shop.run(COUNT);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(1999);
		assertThat(this.shop.progress("count").rowsAside()).isEqualTo(1);
		assertThat(this.shop.progress("count").rowsLeft()).isEqualTo(1);
		assertThat(passes()).isEqualTo(1);
		this.shop.execute("alter table notes drop constraint notes_check");
		this.shop.execute("update notes set pad = repeat('z', 200) where id = 1234");
		this.shop.start(COUNT);
		this.shop.backfills.resume("count");
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.shop.progress("count").state() == BackfillState.DONE
					&& this.shop.progress("count").rowsAside() == 0);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(2000);
		assertThat(this.shop.progress("count").rowsLeft()).isZero();
	}

	@Test
	void stopsBeforeARowIsDoneTwiceWhenTheConditionDoesNotTell() {
		create(2000);
		Backfill backfill = Backfill.of("again").table("notes").set("counter", "counter + 1").where("counter < 5");
		this.shop.start(backfill);
		this.shop.awaitState("again", BackfillState.FAILED);
		assertThat(this.shop.progress("again").lastError()).contains("rows still meet its where after they were set",
				"public.notes", "primary key");
		assertThat(this.shop.count("notes where counter > 0")).isZero();
	}

	@Test
	void computesInJavaForEachRowOnce() {
		create(3000);
		AtomicInteger calls = new AtomicInteger();
		Backfill backfill = Backfill.of("java")
			.table("notes")
			.read("counter", "pad")
			.write("counter", "done")
			.where("notes.done is null and not '{\"none\": 1}'::jsonb ? pad")
			.rows("1", (rows) -> {
				if (calls.incrementAndGet() % 2 == 1) {
					this.shop.execute("update notes set pad = pad || 'y' where id % 100 = 1 and done is null");
				}
				return rows.stream()
					.map((row) -> row.with("counter", row.get("counter", Integer.class) + 1).with("done", true))
					.toList();
			});
		this.shop.run(Shop.SETTINGS.batchRows(50, 400), backfill);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(3000);
		assertThat(this.shop.progress("java").rowsDone()).isEqualTo(3000);
	}

	@Test
	void stopsWhereJavaLeavesTheConditionTrue() {
		create(200);
		this.shop.start(Backfill.of("java")
			.table("notes")
			.read("counter")
			.write("counter")
			.where("done is null")
			.rows("1", BackfillComputeTests::count));
		this.shop.awaitState("java", BackfillState.FAILED);
		assertThat(this.shop.progress("java").lastError()).contains("rows still meet its where after they were set");
		assertThat(this.shop.count("notes where counter > 0")).isZero();
	}

	@Test
	void endsWhereATriggerKeepsRowsFromBeingChanged() {
		create(100);
		this.shop.execute("create function keep() returns trigger language plpgsql as 'begin return null; end'");
		this.shop.execute(
				"create trigger keep before update on notes for each row when (old.id = 7) execute function keep()");
		this.shop.run(COUNT);
		assertThat(this.shop.progress("count").rowsLeft()).isEqualTo(1);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(99);
		assertThat(passes()).isEqualTo(3);
	}

	@Test
	void isKeptInStepWhileRowsMove() {
		create(3000);
		this.shop.execute("alter table notes add column low text");
		Backfill lower = Backfill.of("lower")
			.table("notes")
			.set("low", "lower(pad)")
			.where("low is distinct from lower(pad)")
			.keepInStep();
		this.shop.start(Shop.SETTINGS.batchRows(50, 100), lower);
		for (int step = 0; step < 30; step++) {
			this.shop.execute("update notes set pad = pad || 'Y' where id % 30 = " + step);
		}
		this.shop.awaitState("lower", BackfillState.DONE);
		this.shop.execute("update notes set pad = pad || 'Z' where id < 10");
		assertThat(this.shop.count("notes where low is distinct from lower(pad)")).isZero();
	}

	@Test
	void comesBackToRowsThatAnotherSessionHeldAndMoved() throws SQLException {
		create(2000);
		try (Connection other = this.shop.pool.getConnection(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("update notes set pad = repeat('y', 500) where id between 100 and 120");
			this.shop.start(COUNT);
			this.shop.awaitRows("count", 1979);
			other.commit();
		}
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("notes where counter = 1")).isEqualTo(2000);
		assertThat(this.shop.progress("count").rowsAside()).isZero();
		assertThat(this.shop.progress("count").rowsLeft()).isZero();
	}

	@Test
	void letsASessionPassThatWaitsForTheTableWhileItLooksForTheLastTime() {
		create(60_000);
		this.shop.execute("update notes set pad = repeat('x', 400), done = true");
		this.shop.execute("create function slowly(boolean) returns boolean immutable language plpgsql as "
				+ "'begin if current_setting(''transaction_isolation'') = ''repeatable read'' then perform pg_sleep(0.0001); "
				+ "end if; return $1; end'");
		Backfill backfill = Backfill.of("slow").table("notes").set("done", "true").where("slowly(done) is null");
		this.shop.start(backfill);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.shop.count("pg_locks where relation = 'notes'::regclass and mode = 'AccessShareLock'") > 0
					&& this.shop.count("zdm.backfill_range where done") == 1);
		long start = System.nanoTime();
		this.shop.execute("alter table notes add column later int");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
		assertThat(this.shop.progress("slow").state()).isEqualTo(BackfillState.RUNNING);
		this.shop.backfills.cancel("slow");
	}

	@Test
	void refusesWhatCannotTellRowsThatAreDone() {
		create(10);
		this.shop.execute("create table other (id int primary key)");
		Backfill count = Backfill.of("b").table("notes").set("counter", "counter + 1");
		assertRefused(count, "has no primary key and no unique index over not-null columns", "or say in where");
		assertRefused(count.where("pad < now()::text"), "where has to tell for ever", "IMMUTABLE");
		assertRefused(count.where("id not in (select id from other)"), "where has to tell for ever", "subquery");
		assertRefused(Backfill.of("b").table("notes").insertInto("other").set("id", "id").onConflictDoNothing("id"),
				"it cannot be told which rows were inserted already");
		assertThat(this.shop.count("notes where counter > 0")).isZero();
	}

	@Test
	void saysWhichRightItNeedsToLookAtTheCondition() {
		create(10);
		this.shop.execute("create role no_temporary_tables login password 'p' in role pg_read_all_data");
		this.shop.execute("revoke temporary on database " + database() + " from public");
		try (HikariDataSource pool = Shop.pool(this.shop.pool.getJdbcUrl(), "no_temporary_tables", "p")) {
			Target notes = new Target(0, "public.notes", "", TableKey.PLACES);
			assertThatExceptionOfType(BackfillDefinitionException.class)
				.isThrownBy(() -> new PageCheck(new Sessions(pool)).requireLastingCondition(COUNT, notes, "notes"))
				.withMessageContaining("grant temporary on database " + database() + " to no_temporary_tables");
		}
		finally {
			this.shop.execute("drop role no_temporary_tables");
		}
	}

	@Test
	void changesAKeyWhereTheConditionTells() {
		this.shop.execute("create table moved as select g as id from generate_series(1, 1000) g");
		this.shop.execute("alter table moved add primary key (id)");
		this.shop.run(Backfill.of("b").table("moved").set("id", "id + 100000").where("id < 100000"));
		assertThat(this.shop.count("moved where id > 100000")).isEqualTo(1000);
	}

	@Test
	void isDoneAtOnceWithoutRows() {
		create(0);
		assertThat(this.shop.start(COUNT).isRunning()).isFalse();
	}

	@Test
	void stopsWhereBatchesWouldReadTheWholeTable() {
		create(30_000);
		this.shop.execute("update notes set pad = repeat('x', 1300)");
		this.shop.execute("alter database %s set enable_tidscan = off".formatted(database()));
		this.shop.pool.getHikariPoolMXBean().softEvictConnections();
		this.shop.start(COUNT);
		this.shop.awaitState("count", BackfillState.FAILED);
		assertThat(this.shop.progress("count").lastError()).contains("each batch would read all of public.notes",
				"enable_tidscan");
	}

	private String database() {
		return this.shop.jdbc.queryForObject("select quote_ident(current_database())", String.class);
	}

	private long passes() {
		return 1 + this.shop.count("zdm.backfill_range where lower_bound = '{\"(0,0)\"}'");
	}

	private void create(int rows) {
		this.shop.execute("create table notes (id int, pad text, counter int not null default 0, done boolean)");
		this.shop.execute("insert into notes select g, repeat('x', 40) from generate_series(1, " + rows + ") g");
	}

	private void assertRefused(Backfill backfill, String... parts) {
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(backfill))
			.satisfies((ex) -> assertThat(ex).message().contains(parts));
	}

}
