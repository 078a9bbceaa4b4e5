package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Against a real primary and a real replica.
 */
class ReplicaLagTests {

	private static PostgresCluster cluster;

	private static DataSource dataSource;

	@BeforeAll
	static void start() {
		cluster = PostgresCluster.builder().replicas(1).start();
		dataSource = cluster.primary().dataSource(cluster.primary().createDatabase());
		execute("create table t (id bigint generated always as identity primary key)");
		replica().awaitCaughtUp(Duration.ofSeconds(20));
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@Test
	void hasNoLagWhenCaughtUpAndIdle() {
		ReplicaLag lag = lag(List.of());
		await().untilAsserted(() -> assertThat(lag.read().use()).isLessThan(0.5));
		assertThat(lag.replicas()).singleElement().satisfies((state) -> {
			assertThat(state.name()).isEqualTo("replica-1");
			assertThat(state.state()).isEqualTo("streaming");
			assertThat(state.counted()).isTrue();
		});
	}

	@Test
	void canBeSeenWithoutBeingWatched() {
		try (Throttle throttle = new Throttle(lag(List.of()), List.of(), Clock.systemUTC())) {
			assertThat(throttle.replicas()).extracting(ReplicaState::name).containsExactly("replica-1");
		}
	}

	@Test
	void hasNoLagWithoutReplicas() {
		PostgresServer alone = PostgresCluster.shared().primary();
		ReplicaLag lag = new ReplicaLag(alone.dataSource(), Duration.ofSeconds(1), WhenUnknown.STOP, List.of());
		assertThat(lag.read()).isEqualTo(Reading.of(0, 1, "s", "no replicas"));
	}

	@Test
	void growsWhileReplayIsPausedAndIsGoneSoonAfter() {
		ReplicaLag lag = lag(List.of());
		try (Throttle throttle = new Throttle(lag, List.of(), Clock.systemUTC())) {
			throttle.start();
			await().untilAsserted(() -> assertThat(throttle.pace()).isEqualTo(Pace.FULL));
			replica().pauseReplay();
			execute("insert into t default values");
			await().atMost(Duration.ofSeconds(3)).until(() -> throttle.pace().stopped());
			assertThat(throttle.pace().reason()).startsWith("replica-lag: replica replica-1: ");
			assertThat(throttle.replicas().get(0).bytesBehind()).isPositive();
			await().pollDelay(Duration.ofSeconds(2)).until(() -> lag.replicas().get(0).lagOrZero().toSeconds() >= 2);
			replica().resumeReplay();
			await().atMost(Duration.ofSeconds(3)).until(() -> !throttle.pace().stopped());
		}
		finally {
			replica().resumeReplay();
		}
	}

	@Test
	void isUnknownWhenAReplicaHasGoneAndKnownWhenItIsBack() {
		ReplicaLag lag = lag(List.of());
		ReplicaLag late = lag(List.of());
		ReplicaLag ignoring = lag(List.of("replica-1"));
		lag.read();
		ignoring.read();
		replica().stop();
		try {
			await().untilAsserted(() -> assertThat(lag.read()).isInstanceOf(Reading.Unknown.class));
			assertThat(lag.read().describe()).contains("replica-1").contains("was connected before");
			assertThat(ignoring.read().use()).isZero();
			assertThat(late.read().use()).as("a replica never seen is not missed").isZero();
		}
		finally {
			replica().start();
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(lag.read().use()).isLessThan(0.5));
	}

	@Test
	void isUnknownWithoutPgMonitorAndSaysTheGrant() {
		execute("create role \"Plain app\" login password 'secret'");
		PGSimpleDataSource plain = new PGSimpleDataSource();
		plain.setURL(cluster.primary().jdbcUrl("postgres"));
		plain.setUser("Plain app");
		plain.setPassword("secret");
		ReplicaLag lag = new ReplicaLag(plain, Duration.ofSeconds(1), WhenUnknown.STOP, List.of());
		assertThat(lag.read().describe()).contains("run: grant pg_monitor to \"Plain app\"");
		execute("grant pg_monitor to \"Plain app\"");
		await().untilAsserted(() -> assertThat(lag.read().use()).isLessThan(0.5));
	}

	@Test
	void isUnknownWhenThePrimaryCannotBeAsked() {
		PGSimpleDataSource nowhere = new PGSimpleDataSource();
		nowhere.setURL("jdbc:postgresql://localhost:1/postgres");
		ReplicaLag lag = new ReplicaLag(nowhere, Duration.ofSeconds(1), WhenUnknown.STOP, List.of());
		assertThat(lag.read().describe()).isEqualTo("unknown: the primary cannot be asked (SQLSTATE 08001)");
	}

	@Test
	void leavesNoTraceOnItsConnection() throws Exception {
		try (Connection connection = dataSource.getConnection()) {
			DataSource one = new org.springframework.jdbc.datasource.SingleConnectionDataSource(connection, true);
			new ReplicaLag(one, Duration.ofSeconds(1), WhenUnknown.STOP, List.of()).read();
			assertThat(connection.getAutoCommit()).isTrue();
			try (Statement statement = connection.createStatement();
					var result = statement.executeQuery("show statement_timeout")) {
				result.next();
				assertThat(result.getString(1)).isEqualTo("0");
			}
		}
	}

	private static ReplicaLag lag(List<String> ignored) {
		return new ReplicaLag(dataSource, Duration.ofSeconds(1), WhenUnknown.STOP, ignored);
	}

	private static PostgresServer replica() {
		return cluster.replicas().get(0);
	}

	private static void execute(String sql) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (java.sql.SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
