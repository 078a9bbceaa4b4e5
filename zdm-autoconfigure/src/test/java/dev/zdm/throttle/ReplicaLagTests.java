package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.journal.JournalSchema;
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

	private static final ReplicaLimits LIMITS = ReplicaLimits.of(Duration.ofSeconds(1));

	private static PostgresCluster cluster;

	private static DataSource dataSource;

	@BeforeAll
	static void start() {
		cluster = PostgresCluster.builder().replicas(1).setting("wal_level", "logical").start();
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
			await().pollDelay(Duration.ofSeconds(2)).until(() -> lag.replicas().get(0).worstLag().toSeconds() >= 2);
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
		DataSource plain = role("Plain app");
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
	void isReadFromTheReplicaItselfWhereThePrimaryDoesNotTell() {
		DataSource plain = role("Direct app");
		ReplicaLag lag = new ReplicaLag(plain, List.of(replica().dataSource()), LIMITS);
		await().untilAsserted(() -> assertThat(lag.read().use()).isLessThan(0.5));
		replica().pauseReplay();
		try {
			execute("insert into t default values");
			await().untilAsserted(() -> assertThat(lag.read().use()).isGreaterThan(1));
			assertThat(lag.replicas()).filteredOn(ReplicaState::counted).singleElement().satisfies((state) -> {
				assertThat(state.name()).isEqualTo("replica-1");
				assertThat(state.state()).isEqualTo("direct");
			});
		}
		finally {
			replica().resumeReplay();
		}
		await().untilAsserted(() -> assertThat(lag.read().use()).isLessThan(0.5));
		ReplicaLag primaryAsReplica = new ReplicaLag(plain, List.of(cluster.primary().dataSource()), LIMITS);
		assertThat(primaryAsReplica.read().describe()).contains("is asked as a replica and is none");
		PGSimpleDataSource nowhere = new PGSimpleDataSource();
		nowhere.setURL("jdbc:postgresql://localhost:1/postgres");
		assertThat(new ReplicaLag(dataSource, List.of(nowhere), LIMITS).read().describe())
			.contains("cannot be asked (SQLSTATE 08001)");
	}

	@Test
	void missesAReplicaThatWentAwayBeforeTheStartUntilItIsForgotten() {
		DataSource fresh = cluster.primary().dataSource(cluster.primary().createDatabase());
		new JournalSchema(fresh).create();
		assertThat(new ReplicaLag(fresh, List.of(), LIMITS).read()).isInstanceOf(Reading.Known.class);
		replica().stop();
		try {
			ReplicaLag late = new ReplicaLag(fresh, List.of(), LIMITS);
			await().untilAsserted(() -> assertThat(late.read().describe()).contains("was connected before")
				.contains("run: delete from zdm.replica where name = 'replica-1'"));
			execute(fresh, "delete from zdm.replica where name = 'replica-1'");
			assertThat(late.read().use()).isZero();
			execute(fresh, "insert into zdm.replica values ('old', 1, now() - interval '2 days')");
			assertThat(new ReplicaLag(fresh, List.of(), LIMITS).read().use()).isZero();
		}
		finally {
			replica().start();
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			ReplicaLag back = lag(List.of());
			assertThat(back.read().use()).isLessThan(0.5);
			assertThat(back.replicas()).hasSize(1);
		});
	}

	@Test
	void makesAReplicaReportThatIsBehindAnIdlePrimary() {
		DataSource fresh = cluster.primary().dataSource(cluster.primary().createDatabase());
		new JournalSchema(fresh).create();
		replica().awaitCaughtUp(Duration.ofSeconds(20));
		ReplicaLag lag = new ReplicaLag(fresh, List.of(), LIMITS);
		lag.read();
		String seen = seenAt(fresh);
		lag.read();
		assertThat(seenAt(fresh)).as("caught up").isEqualTo(seen);
		replica().pauseReplay();
		try {
			execute("insert into t default values");
			await().untilAsserted(() -> {
				lag.read();
				assertThat(seenAt(fresh)).as("silent").isNotEqualTo(seen);
			});
		}
		finally {
			replica().resumeReplay();
		}
	}

	@Test
	void countsALogicalSlotByBytes() {
		execute("select pg_create_logical_replication_slot('subscriber', 'test_decoding')");
		try {
			execute("insert into t select from generate_series(1, 1000)");
			ReplicaLag lag = new ReplicaLag(dataSource, List.of(), LIMITS.bytes(1000));
			assertThat(lag.read().describe()).startsWith("replica subscriber: 0.").contains("MB, the limit is 0.0 MB");
			assertThat(lag(List.of()).read().use()).as("without a limit in bytes").isLessThan(1);
			assertThat(new ReplicaLag(dataSource, List.of(), LIMITS.bytes(1000).ignoring("subscriber")).read().use())
				.isLessThan(1);
		}
		finally {
			execute("select pg_drop_replication_slot('subscriber')");
		}
	}

	@Test
	void doesNotCountADelayedReplicaThatIsIgnored() {
		onReplica("alter system set recovery_min_apply_delay = '8s'");
		try {
			ReplicaLag counting = lag(List.of());
			ReplicaLag ignoring = lag(List.of("replica-1"));
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				execute("insert into t default values");
				assertThat(counting.read().use()).isGreaterThan(1);
			});
			assertThat(ignoring.read().use()).isZero();
		}
		finally {
			onReplica("alter system reset recovery_min_apply_delay");
		}
		replica().awaitCaughtUp(Duration.ofSeconds(20));
	}

	@Test
	void asksAuroraWhereThatIsWhatItIs() {
		DataSource aurora = cluster.primary().dataSource(cluster.primary().createDatabase());
		execute(aurora, """
				create table reader (server_id text, session_id text, replica_lag_in_msec double precision,
				  last_update_timestamp timestamptz default now())""");
		execute(aurora, """
				create function aurora_replica_status() returns setof reader language sql as 'select * from reader'""");
		execute(aurora, "insert into reader values ('writer', 'MASTER_SESSION_ID', null)");
		ReplicaLag lag = new ReplicaLag(aurora, List.of(), LIMITS);
		assertThat(lag.read()).isEqualTo(Reading.of(0, 1, "s", "no replicas"));
		execute(aurora, "insert into reader values ('reader-1', 'a', 20), ('reader-2', 'b', 400)");
		assertThat(lag.read()).isEqualTo(Reading.of(0.4, 1, "s", "replica reader-2"));
		assertThat(lag.replicas()).extracting(ReplicaState::state).containsOnly("aurora");
		execute(aurora, "update reader set last_update_timestamp = now() - interval '1 minute' where session_id = 'b'");
		assertThat(lag.read().describe()).contains("reader-2 has reported nothing for 6");
		execute(aurora, "delete from reader where session_id = 'b'");
		assertThat(lag.read().describe()).contains("reader-2 was connected before");
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

	private static DataSource role(String name) {
		execute("create role \"" + name + "\" login password 'secret'");
		PGSimpleDataSource plain = new PGSimpleDataSource();
		plain.setURL(cluster.primary().jdbcUrl("postgres"));
		plain.setUser(name);
		plain.setPassword("secret");
		return plain;
	}

	private static String seenAt(DataSource where) {
		try (Connection connection = where.getConnection();
				Statement statement = connection.createStatement();
				var result = statement.executeQuery("select string_agg(seen_at::text, ',') from zdm.replica")) {
			result.next();
			return result.getString(1);
		}
		catch (java.sql.SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void onReplica(String sql) {
		execute(replica().dataSource(), sql);
		execute(replica().dataSource(), "select pg_reload_conf()");
	}

	private static void execute(String sql) {
		execute(dataSource, sql);
	}

	private static void execute(DataSource where, String sql) {
		try (Connection connection = where.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (java.sql.SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
