package dev.zdm.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.Throttle;
import dev.zdm.throttle.WhenUnknown;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Gauges of a backfill on a primary whose replica is paused, and after the primary is
 * gone.
 */
class BackfillGaugesTests {

	private static final PostgresCluster CLUSTER = PostgresCluster.builder().replicas(1).start();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@AfterAll
	static void close() {
		CLUSTER.close();
	}

	@Test
	void followsBackfillAndReplicaUntilTheDatabaseIsGone() {
		PostgresServer primary = CLUSTER.primary();
		JdbcTemplate jdbc = new JdbcTemplate(primary.dataSource());
		jdbc.execute("create table orders as select g as id, null::int as n from generate_series(1, 1000) g");
		jdbc.execute("alter table orders add primary key (id)");
		jdbc.execute("analyze orders");
		CLUSTER.replicas().get(0).pauseReplay();
		jdbc.execute("create table more ()");
		Throttle throttle = new Throttle(
				new ReplicaLag(primary.dataSource(), Duration.ofMillis(500), WhenUnknown.STOP, List.of()), List.of(),
				Clock.systemUTC());
		throttle.start();
		await().until(() -> throttle.pace().stopped() && throttle.pace().signal().equals("replica-lag"));
		JournalSchema schema = new JournalSchema(primary.dataSource());
		MigrationMetrics metrics = new MigrationMetrics(() -> new Backfills(schema, new Events(List.of())),
				() -> throttle);
		metrics.bindTo(this.registry);
		try (BackfillRunner runner = new BackfillRunner(schema, throttle, new Events(List.of(metrics)),
				List.of(Backfill.of("order-n").table("orders").set("n", "1")), BackfillSettings.DEFAULTS)) {
			runner.start();
			await().until(() -> throttle.heldBackSeconds().containsKey("replica-lag"));
			assertThat(gauge("zdm.backfills", "state", "running")).isOne();
			assertThat(gauge("zdm.backfills", "state", "failed")).isZero();
			assertThat(gauge("zdm.backfill.remaining.rows", "backfill", "order-n")).isEqualTo(1000);
			assertThat(gauge("zdm.backfill.percent", "backfill", "order-n")).isZero();
			assertThat(gauge("zdm.backfill.aside.rows", "backfill", "order-n")).isZero();
			assertThat(gauge("zdm.backfill.held.rows", "backfill", "order-n")).isZero();
			assertThat(gauge("zdm.backfill.pace", "backfill", "order-n")).isZero();
			assertThat(gauge("zdm.replica.lag", "replica", "replica-1")).isPositive();
			assertThat(gauge("zdm.throttle.signal.value", "signal", "replica-lag")).isGreaterThan(0.5);
			assertThat(gauge("zdm.throttle.signal.limit", "signal", "replica-lag")).isEqualTo(0.5);
			assertThat(gauge("zdm.throttle.signal.share", "signal", "replica-lag")).isGreaterThan(1);
			assertThat(this.registry.get("zdm.throttle.held.back").tag("signal", "replica-lag").functionCounter())
				.satisfies((counter) -> assertThat(counter.count()).isPositive());
			primary.stop();
			await().until(() -> Double.isNaN(gauge("zdm.backfill.remaining.rows", "backfill", "order-n")));
			await().until(() -> Double.isNaN(gauge("zdm.replica.lag", "replica", "replica-1")));
			assertThat(gauge("zdm.throttle.signal.share", "signal", "replica-lag")).isNaN();
			long from = System.nanoTime();
			this.registry.forEachMeter(Meter::measure);
			assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(1));
		}
	}

	private double gauge(String name, String tag, String value) {
		return this.registry.get(name).tag(tag, value).gauge().value();
	}

}
