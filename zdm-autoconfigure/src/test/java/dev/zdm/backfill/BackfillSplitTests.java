package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One large table, several workers.
 */
class BackfillSplitTests {

	private static final BackfillSettings TWO = new BackfillSettings(2, Duration.ofMillis(100), 50, 50_000, true, true,
			Duration.ofMillis(500));

	private static final int ROWS = 40_000;

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@AfterEach
	void close() {
		this.shop.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "id bigint primary key ; g * 7 - 5000", "id uuid primary key ; md5(g::text)::uuid",
					"id text collate \"und-x-icu\" primary key ; chr(65 + g % 60) || '''\\' || g",
					"a int, b text, primary key (a, b) ; g % 3, g::text" })
	void countsEveryRowOnceInManyRanges(String columns, String values) {
		create(columns, values);
		this.shop.run(TWO, Backfill.of("count").table("orders").set("counter", "counter + 1").where("counter < 7"));
		assertThat(this.shop.count("zdm.backfill_range")).isBetween(2L, 3L);
		assertThat(this.shop.count("zdm.backfill_range where rows_seen = " + ROWS)).isZero();
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(ROWS);
		BackfillProgress progress = this.shop.progress("count");
		assertThat(progress.rowsDone()).isEqualTo(ROWS);
		assertThat(progress.rowsLeft()).isEqualTo(ROWS);
	}

	@Test
	void letsTwoWorkersWorkAtTheSameTime() {
		create("id bigint primary key", "g");
		this.shop.start(TWO,
				Backfill.of("slow").table("orders").set("counter", "counter + 1 + length(pg_sleep(0.0002)::text)"));
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.shop.count("zdm.backfill_range where rows_done > 0 and not done") == 2);
		this.shop.backfills.pause("slow");
		long rows = this.shop.progress("slow").rowsDone();
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(rows);
	}

	@Test
	void spreadsATableOverInstancesWithOneWorkerEach() {
		create("id bigint primary key", "g");
		Backfill slow = Backfill.of("slow")
			.table("orders")
			.set("counter", "counter + 1 + length(pg_sleep(0.0002)::text)");
		this.shop.start(slow);
		this.shop.start(slow);
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> this.shop.count("zdm.backfill_range where rows_done > 0 and not done") == 2);
	}

	@Test
	void leavesASmallTableInOnePiece() {
		this.shop.execute("create table orders (id bigint primary key, counter int not null default 0)");
		this.shop.execute("insert into orders select g from generate_series(1, %d) g".formatted(ROWS));
		this.shop.start(TWO, Backfill.of("count").table("orders").set("counter", "counter + 1"));
		assertThat(this.shop.count("zdm.backfill_range")).isEqualTo(1);
	}

	private void create(String columns, String values) {
		this.shop.execute("create table orders (%s, counter int not null default 0, pad text default repeat('x', 1900))"
			.formatted(columns));
		this.shop.execute("alter table orders alter pad set storage plain");
		this.shop.execute("insert into orders select %s from generate_series(1, %d) g".formatted(values, ROWS));
		this.shop.execute("analyze orders");
	}

}
