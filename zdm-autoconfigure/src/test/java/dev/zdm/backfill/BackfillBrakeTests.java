package dev.zdm.backfill;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.Throttle;
import dev.zdm.throttle.WhenUnknown;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * With a real replica that lags, and one that is gone.
 */
class BackfillBrakeTests {

	private static final int ROWS = 40_000;

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private static PostgresCluster cluster;

	@BeforeAll
	static void startCluster() {
		cluster = PostgresCluster.builder().replicas(1).start();
	}

	@AfterAll
	static void stopCluster() {
		cluster.close();
	}

	@Test
	void stopsWhileAReplicaLagsOrIsGoneAndGoesOnByItself() {
		PostgresServer replica = cluster.replicas().get(0);
		try (Shop shop = new Shop(cluster.primary())) {
			shop.execute("create table orders (id bigint primary key, counter int not null default 0)");
			shop.execute("insert into orders (id) select g from generate_series(1, " + ROWS + ") g");
			replica.awaitCaughtUp(Duration.ofSeconds(20));
			Throttle throttle = new Throttle(new ReplicaLag(shop.pool, LIMIT, WhenUnknown.STOP, List.of()), List.of(),
					Clock.systemUTC());
			shop.runner(throttle, Shop.SETTINGS.batchRows(10, 20),
					Backfill.of("count").table("orders").set("counter", "counter + 1 + length(pg_sleep(0.0005)::text)"))
				.start();
			shop.awaitRows("count", 100);

			replica.pauseReplay();
			await("braked").atMost(LIMIT.plusSeconds(3)).until(() -> shop.progress("count").pace() == 0);
			assertThat(shop.progress("count").reason()).startsWith("replica-lag: replica replica-1: ");
			assertStandsStill(shop);
			replica.resumeReplay();
			await("released").atMost(Duration.ofSeconds(3)).until(() -> shop.progress("count").pace() > 0);

			replica.stop();
			await("braked again").atMost(Duration.ofSeconds(3)).until(() -> shop.progress("count").pace() == 0);
			assertThat(shop.progress("count").reason()).contains("replica-1 was connected before and is not now");
			assertStandsStill(shop);
			replica.start();
			await("released again").atMost(Duration.ofSeconds(20)).until(() -> shop.progress("count").pace() > 0);

			shop.backfills.pause("count");
			long rows = shop.progress("count").rowsDone();
			assertThat(shop.count("orders where counter = 1")).isEqualTo(rows);
			assertThat(shop.count("orders where counter > 1")).isZero();
		}
	}

	private static void assertStandsStill(Shop shop) {
		long rows = shop.progress("count").rowsDone();
		await().during(Duration.ofMillis(1500)).until(() -> shop.progress("count").rowsDone() == rows);
		assertThat(shop.progress("count").state()).isEqualTo(BackfillState.RUNNING);
	}

}
