package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Partitioned tables, partition by partition.
 */
class BackfillPartitionTests {

	private static final Backfill COUNT = Backfill.of("count").table("orders").set("counter", "orders.counter + 1");

	private static final Backfill SLOW = Backfill.of("slow")
		.table("orders")
		.set("counter", "counter + 1 + length(pg_sleep(0.002)::text)");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void walksAlongEachPartitionByItself() {
		createOrders(", primary key (id, day)");
		insert(4000);
		this.shop.run(COUNT);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(4000);
		assertThat(this.shop.progress("count").rowsDone()).isEqualTo(4000);
		assertThat(this.shop.progress("count").table()).isEqualTo("public.orders");
		assertThat(this.shop.progress("count").percent()).isEqualTo(100);
		assertThat(
				this.shop.jdbc.queryForList("select partition from zdm.backfill_range order by number", String.class))
			.containsExactly("public.\"Orders 0\"", "public.orders_1", "public.orders_2a", "public.orders_2b");
	}

	@Test
	void takesTheKeyThatAPartitionHasWhereTheTableHasNone() {
		createOrders("");
		this.shop.execute("alter table \"Orders 0\" add primary key (id)");
		this.shop.execute("alter table orders_1 alter id set not null, add unique (id)");
		this.shop.execute("alter table orders_2a add primary key (day, id)");
		this.shop.execute("alter table orders_2b add primary key (id)");
		insert(1000);
		this.shop.run(COUNT.where("counter = 0"));
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(1000);
		assertThat(this.shop.progress("count").rowsLeft()).isZero();
	}

	@Test
	void worksOnSeveralPartitionsAtATimeAndChangesEachRowOnce() {
		createOrders(", primary key (id, day)");
		insert(2000);
		BackfillSettings two = new BackfillSettings(2, Duration.ofMillis(150), 10, 40, true, true,
				Shop.SETTINGS.heartbeat());
		this.shop.start(two, SLOW);
		this.shop.start(two, SLOW);
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.shop.count("zdm.backfill_range where rows_done between 1 and 499") > 1);
		this.shop.backfills.pause("slow");
		long rows = this.shop.progress("slow").rowsDone();
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(rows).isLessThan(2000);
		await().during(Duration.ofMillis(500)).until(() -> this.shop.count("orders where counter = 1") == rows);
		this.shop.backfills.resume("slow");
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(2000);
	}

	@Test
	void isNotStoppedByAPartitionThatIsDropped() {
		createOrders(", primary key (id, day)");
		insert(2000);
		this.shop.start(Shop.SETTINGS.batchRows(10, 20), SLOW);
		this.shop.awaitRows("slow", 50);
		this.shop.backfills.pause("slow");
		this.shop.execute("drop table orders_1");
		this.shop.backfills.resume("slow");
		this.shop.awaitState("slow", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(1500);
	}

	@Test
	void putsRowsOfPartitionsAsideAndTriesThemAgain() {
		createOrders(", primary key (id, day)");
		insert(1000);
		this.shop.execute("alter table orders add check (counter = 0 or id not in (10, 11, 13))");
		this.shop.start(COUNT);
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.progress("count").rowsAside()).isEqualTo(3);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(997);
		this.shop.execute("alter table orders drop constraint orders_check");
		this.shop.backfills.resume("count");
		await().atMost(Duration.ofSeconds(20)).until(() -> this.shop.progress("count").rowsAside() == 0);
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(1000);
	}

	@Test
	void goesOnWithARangeOverAllPartitionsThatAnOlderVersionBegan() {
		createOrders(", primary key (id, day)");
		insert(1000);
		this.shop.start(SLOW).stop();
		this.shop.execute("truncate zdm.backfill_range, zdm.backfill_sample, zdm.backfill_aside, zdm.scheduled_tasks");
		this.shop.execute("update zdm.backfill set state = 'waiting', key_columns = 'id integer, day integer'");
		this.shop.execute("insert into zdm.backfill_range (backfill, number, upper_bound) "
				+ "select id, 1, '{1000,0}' from zdm.backfill");
		this.shop.execute("update orders set counter = 0");
		this.shop.run(SLOW);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(1000);
	}

	@Test
	void isDoneAtOnceWithoutPartitionsOrRows() {
		this.shop.execute("create table orders (id int, counter int) partition by hash (id)");
		assertThat(this.shop.start(COUNT).isRunning()).isFalse();
		assertThat(this.shop.progress("count").state()).isEqualTo(BackfillState.DONE);
	}

	@Test
	void refusesToMoveRowsBetweenPartitions() {
		createOrders("");
		assertRefused(Backfill.of("b").table("orders").set("Day", "0"), "it sets a column of the partition key");
		assertRefused(Backfill.of("b").table("orders").set("half", "0"), "it sets a column of the partition key");
	}

	@Test
	void refusesAPartitionWithoutAKey() {
		createOrders("");
		assertRefused(COUNT, "table public.\"Orders 0\" has no primary key and no unique index");
	}

	@Test
	void refusesAPartitionThatIsElsewhere() {
		createOrders("");
		this.shop.execute("create extension postgres_fdw");
		this.shop.execute("create server elsewhere foreign data wrapper postgres_fdw");
		this.shop.execute("create foreign table orders_3 partition of orders for values in (9) server elsewhere");
		assertRefused(COUNT, "partition public.orders_3 is no table of this database");
	}

	private void createOrders(String key) {
		this.shop.execute(
				"""
						create table orders (id int, day int, half int not null default 0, pad text, counter int not null default 0%s)
						  partition by list (day)"""
					.formatted(key));
		this.shop.execute("create table \"Orders 0\" partition of orders for values in (0)");
		this.shop
			.execute("create table orders_1 (counter int not null default 0, half int not null default 0, gone int, "
					+ "pad text, day int not null, id int not null)");
		this.shop.execute("alter table orders_1 drop column gone");
		this.shop.execute("alter table orders attach partition orders_1 for values in (1)");
		this.shop.execute("create table orders_2 partition of orders for values in (2, 3) partition by range (%s)"
			.formatted(key.isEmpty() ? "half" : "day"));
		this.shop.execute("create table orders_2a partition of orders_2 for values from (0) to (3)");
		this.shop.execute("create table orders_2b partition of orders_2 for values from (3) to (9)");
	}

	private void insert(int rows) {
		this.shop.execute("insert into orders (id, day, half, pad) select g, g % 4, 3 * (g % 4 / 3), repeat('x', 60) "
				+ "from generate_series(1, " + rows + ") g");
	}

	private void assertRefused(Backfill backfill, String part) {
		assertThatExceptionOfType(BackfillDefinitionException.class).isThrownBy(() -> this.shop.start(backfill))
			.withMessageContaining(part);
	}

}
