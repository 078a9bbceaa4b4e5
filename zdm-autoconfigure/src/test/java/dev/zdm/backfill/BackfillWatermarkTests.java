package dev.zdm.backfill;

import java.util.List;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Up to which row a backfill is done.
 */
class BackfillWatermarkTests {

	private static final BackfillSettings THREE = new BackfillSettings(3, Shop.SETTINGS.batchTime(), 10, 10, true, true,
			Shop.SETTINGS.heartbeat());

	/** Ten milliseconds for each row of the first partition, none for the others. */
	private static final Backfill COUNT = Backfill.of("count")
		.table("orders")
		.set("counter", "counter + 1 + case when id < 300 then length(pg_sleep(0.01)::text) else 0 end");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute("create table orders (id bigint primary key, counter int not null default 0) "
				+ "partition by range (id)");
		for (int from = 0; from < 900; from += 300) {
			this.shop.execute("create table orders_%d partition of orders for values from (%d) to (%d)".formatted(from,
					from, from + 300));
		}
		this.shop.execute("insert into orders select generate_series(0, 899)");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void isWhereTheFirstGapIsHoweverFarOthersAre() {
		assertThat(this.shop.backfills.watermark("count")).isEmpty();
		this.shop.start(THREE, COUNT);
		await().until(() -> this.shop.count("orders where id >= 300 and counter = 1") == 600);
		BackfillProgress progress = this.shop.progress("count");
		assertThat(progress.percent()).isGreaterThan(66);
		assertThat(progress.watermarkPercent()).isLessThan(34);
		BackfillWatermark watermark = watermark();
		assertThat(watermark.complete()).isFalse();
		assertThat(watermark.partition()).isEqualTo("public.orders_0");
		assertThat(watermark.exceptions()).isZero();
		assertThat(watermark).hasToString("watermark in public.orders_0, exceptions: 0");
		String key = watermark.key().isEmpty() ? "-1" : watermark.key().get(0);
		assertThat(this.shop.count("orders where counter = 0 and id <= " + key)).isZero();
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(watermark()).isEqualTo(new BackfillWatermark(true, null, List.of(), 0));
		assertThat(this.shop.progress("count").watermarkPercent()).isEqualTo(100);
	}

	@Test
	void countsTheRowsBeforeItThatAreNotDone() {
		this.shop.execute("alter table orders add check (counter = 0 or id <> 5)");
		this.shop.run(Shop.SETTINGS, COUNT);
		assertThat(watermark()).isEqualTo(new BackfillWatermark(true, null, List.of(), 1));
	}

	private BackfillWatermark watermark() {
		return this.shop.backfills.watermark("count").orElseThrow();
	}

}
