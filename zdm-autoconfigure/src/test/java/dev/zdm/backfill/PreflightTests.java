package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class PreflightTests {

	private static final Backfill COUNT = Backfill.of("count").table("orders").set("counter", "counter + 1");

	private final Shop shop = new Shop(PostgresCluster.shared().primary());

	@BeforeEach
	void createTable() {
		this.shop.execute(
				"""
						create table orders (id bigint primary key, counter int not null default 0, pad text, updated_at timestamptz,
						  twice int generated always as (counter * 2) stored)""");
		this.shop.execute("insert into orders select g, 0, repeat('x', 60) from generate_series(1, 4000) g");
		this.shop.execute("vacuum analyze orders");
	}

	@AfterEach
	void close() {
		this.shop.close();
	}

	@Test
	void saysWhatTheWholeWillCostAndChangesNothing() {
		this.shop.run(COUNT);
		assertThat(this.shop.count("orders where counter = 1")).isEqualTo(4000);
		BackfillPreflight preflight = this.shop.progress("count").preflight();
		assertThat(preflight).isNotNull();
		assertThat(preflight.rows()).isEqualTo(500);
		assertThat(preflight.rowsChanged()).isEqualTo(500);
		assertThat(preflight.rowsPerSecond()).isPositive();
		assertThat(preflight.walBytesPerRow()).isBetween(100.0, 2000.0);
		assertThat(preflight.hotShare()).isBetween(0.0, 0.3);
		assertThat(preflight.expectedDuration()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
		assertThat((double) preflight.expectedWalBytes()).isCloseTo(4000 * preflight.walBytesPerRow(), offset(1.0));
		assertThat(preflight.expectedGrowthBytes()).isBetween(200_000L, 1_500_000L);
		assertThat(preflight.triggers()).isEmpty();
		assertThat(preflight.warnings()).isEmpty();
	}

	@Test
	void countsOnlyTheRowsThatMeetTheCondition() {
		this.shop.run(COUNT.where("id % 10 = 0"));
		BackfillPreflight preflight = this.shop.progress("count").preflight();
		assertThat(preflight).isNotNull();
		assertThat(preflight.rows()).isEqualTo(500);
		assertThat(preflight.rowsChanged()).isEqualTo(50);
		assertThat((double) preflight.expectedWalBytes()).isCloseTo(400 * preflight.walBytesPerRow(), offset(1.0));
	}

	@Test
	void warnsOfIndexesTriggersAndSubscribers() {
		this.shop.execute("create index by_counter on orders (id) where counter > 0");
		this.shop.execute("""
				create function touch() returns trigger language plpgsql as $$
				begin new.updated_at := clock_timestamp(); return new; end $$""");
		this.shop.execute("create trigger touch before update on orders for each row execute function touch()");
		this.shop.execute("create trigger never before insert on orders for each row execute function touch()");
		this.shop.execute("create publication everything for table orders");
		this.shop.run(COUNT);
		BackfillPreflight preflight = this.shop.progress("count").preflight();
		assertThat(preflight).isNotNull();
		assertThat(preflight.triggers()).containsExactly("touch");
		assertThat(preflight.warnings()).hasSize(3)
			.anyMatch((warning) -> warning.startsWith("index by_counter needs a column that is set"))
			.anyMatch((warning) -> warning.startsWith("publication everything sends each changed row"))
			.anyMatch((warning) -> warning.startsWith("a trigger changes other columns, too"));
	}

	@Test
	void isNoReasonToFail() {
		this.shop.execute("alter table orders add check (counter = 0 or id <> 100)");
		this.shop.run(COUNT);
		assertThat(this.shop.progress("count").rowsAside()).isEqualTo(1);
		assertThat(this.shop.progress("count").preflight()).isNull();
	}

}
