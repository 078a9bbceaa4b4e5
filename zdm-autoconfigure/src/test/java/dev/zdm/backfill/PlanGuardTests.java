package dev.zdm.backfill;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlanGuardTests {

	private static final Backfill COUNT = Backfill.of("count").table("\"Orders\"").set("counter", "counter + 1");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute("create table \"Orders\" (id bigint primary key, pad text, counter int not null default 0)");
		this.shop.execute("alter database %s set enable_indexscan = off".formatted(database()));
		this.shop.execute("alter database %s set enable_bitmapscan = off".formatted(database()));
		this.shop.execute("alter database %s set enable_indexonlyscan = off".formatted(database()));
		this.shop.pool.getHikariPoolMXBean().softEvictConnections();
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void stopsABackfillWhoseBatchesWouldReadTheWholeTable() {
		insert(20_000);
		this.shop.start(COUNT);
		this.shop.awaitState("count", BackfillState.FAILED);
		assertThat(this.shop.progress("count").lastError()).contains("each batch would read all of public.\"Orders\"",
				"Seq Scan", "analyze public.\"Orders\"", "enable_indexscan");
		assertThat(this.shop.count("\"Orders\" where counter > 0")).isZero();
		this.shop.execute("alter database %s reset all".formatted(database()));
		this.shop.pool.getHikariPoolMXBean().softEvictConnections();
		this.shop.backfills.resume("count");
		this.shop.awaitState("count", BackfillState.DONE);
		assertThat(this.shop.count("\"Orders\" where counter = 1")).isEqualTo(20_000);
	}

	@Test
	void letsATableOfAFewBatchesBeReadAsAWhole() {
		insert(1500);
		this.shop.run(COUNT);
		assertThat(this.shop.count("\"Orders\" where counter = 1")).isEqualTo(1500);
	}

	private void insert(int rows) {
		this.shop
			.execute("insert into \"Orders\" select g, repeat('x', 600) from generate_series(1, %d) g".formatted(rows));
	}

	private String database() {
		return this.shop.jdbc.queryForObject("select current_database()", String.class);
	}

}
