package dev.zdm.metrics;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.WhenUnknown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PoolWaitersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final PoolWaiters signal = new PoolWaiters(() -> this.registry, 2, WhenUnknown.HOLD);

	@Test
	void isUnknownWithoutAPool() {
		assertThat(this.signal.read().describe())
			.isEqualTo("unknown: no pool has a gauge hikaricp.connections.pending");
	}

	@Test
	void countsWhoWaitsForAConnection() throws Exception {
		PostgresServer server = PostgresCluster.shared().primary();
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(server.jdbcUrl());
			pool.setUsername(server.username());
			pool.setPassword(server.password());
			pool.setMaximumPoolSize(1);
			pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(this.registry));
			CompletableFuture<Void> waiter;
			try (Connection only = pool.getConnection()) {
				assertThat(only.isValid(1)).isTrue();
				await().untilAsserted(() -> assertThat(this.signal.read().use()).isZero());
				waiter = CompletableFuture.runAsync(() -> borrow(pool));
				await().untilAsserted(() -> assertThat(this.signal.read().use()).isEqualTo(0.5));
			}
			waiter.join();
			await().untilAsserted(() -> assertThat(this.signal.read().use()).isZero());
		}
	}

	private static void borrow(HikariDataSource pool) {
		try {
			pool.getConnection().close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
