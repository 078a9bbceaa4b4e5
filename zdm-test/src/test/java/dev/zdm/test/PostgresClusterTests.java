package dev.zdm.test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresClusterTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static PostgresCluster cluster;

	private static PostgresServer primary;

	private static PostgresServer replica;

	@BeforeAll
	static void start() {
		cluster = PostgresCluster.builder()
			.replicas(2)
			.setting("work_mem", "3MB")
			.setting("application_name", "it's a \\ test")
			.start();
		primary = cluster.primary();
		replica = cluster.replicas().get(1);
	}

	@AfterAll
	static void close() {
		cluster.close();
		cluster.close();
		assertThat(primary.isRunning()).isFalse();
		assertThat(replica.isRunning()).isFalse();
	}

	@Test
	void replicasStreamUnderTheirNames() {
		assertThat(primary.name()).isEqualTo("primary");
		assertThat(cluster.replicas()).extracting(PostgresServer::name).containsExactly("replica-1", "replica-2");
		assertThat(Sql.column(primary, "select application_name from pg_stat_replication where state = 'streaming'"))
			.containsExactlyInAnyOrder("replica-1", "replica-2");
	}

	@Test
	void serverHasTheVersionThatTheBuildChose() {
		assertThat(primary.majorVersion()).isEqualTo(Integer.getInteger("zdm.test.postgres.version", 18));
	}

	@Test
	void replicaHasWhatWasCommittedWithoutWaitingForTheDisk() {
		Sql.execute(primary, "set synchronous_commit = off; create table async_commit as select 1");
		cluster.replicas().forEach((each) -> {
			each.awaitCaughtUp(SOON);
			assertThat(Sql.column(each, "select * from async_commit")).containsExactly("1");
		});
	}

	@Test
	void replicaIsReadOnly() {
		assertThatIllegalStateException().isThrownBy(replica::createDatabase)
			.withMessageContaining("replica-2")
			.withCauseInstanceOf(SQLException.class);
	}

	@Test
	void pausedReplicaShowsThePastUntilResumed() {
		Sql.execute(primary, "create table paused (value int)");
		replica.awaitCaughtUp(SOON);
		replica.pauseReplay();
		Sql.execute(primary, "insert into paused values (1)");
		assertThatIllegalStateException().isThrownBy(() -> replica.awaitCaughtUp(Duration.ofMillis(50)))
			.withMessageContaining("replica-2 has not replayed");
		assertThat(Sql.column(replica, "select value from paused")).isEmpty();
		replica.resumeReplay();
		replica.awaitCaughtUp(SOON);
		assertThat(Sql.column(replica, "select value from paused")).containsExactly("1");
	}

	@Test
	void stoppedPrimaryStartsAgainAndReplicasComeBack() {
		int port = primary.port();
		Sql.execute(primary, "create unlogged table stopped as select 1 as value");
		primary.stop();
		primary.stop();
		assertThat(primary.isRunning()).isFalse();
		assertThatExceptionOfType(SQLException.class).isThrownBy(primary::connect);
		primary.start();
		primary.start();
		assertThat(primary.isRunning()).isTrue();
		assertThat(primary.port()).isEqualTo(port);
		assertThat(Sql.column(primary, "select value from stopped")).containsExactly("1");
		replica.awaitCaughtUp(SOON);
	}

	@Test
	void crashedPrimaryRecovers() {
		Sql.execute(primary, "create unlogged table lost as select 1 as value");
		Sql.execute(primary, "create table kept as select 1 as value");
		primary.crash();
		assertThat(primary.isRunning()).isFalse();
		primary.start();
		assertThat(Sql.column(primary, "select value from kept")).containsExactly("1");
		assertThat(Sql.column(primary, "select value from lost")).as("emptied by recovery").isEmpty();
		replica.awaitCaughtUp(SOON);
	}

	@Test
	void stoppedAndCrashedReplicasCatchUp() {
		replica.stop();
		Sql.execute(primary, "create table missed as select 1 as value");
		replica.start();
		replica.awaitCaughtUp(SOON);
		replica.crash();
		assertThat(replica.isRunning()).isFalse();
		Sql.execute(primary, "insert into missed values (2)");
		replica.start();
		replica.awaitCaughtUp(SOON);
		assertThat(Sql.column(replica, "select value from missed")).containsExactly("1", "2");
	}

	@Test
	void settingsReachAllServers() {
		assertThat(Sql.column(primary, "show work_mem")).containsExactly("3MB");
		assertThat(Sql.column(replica, "show work_mem")).containsExactly("3MB");
		assertThat(Sql.column(primary, "select reset_val from pg_settings where name = 'log_timezone'"))
			.containsExactly("UTC");
		assertThat(Sql.column(primary, "select setting from pg_file_settings where name = 'application_name'"))
			.containsExactly("it's a \\ test");
	}

	@Test
	void settingThatTheClusterSettlesIsRefused() {
		PostgresCluster.Builder builder = PostgresCluster.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.setting("port", "5432"));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.setting("Port", "5432"));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.setting("fsync = on\nport", "5432"));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.replicas(-1));
	}

	@Test
	void createdDatabasesAreEmptyAndApart() {
		String one = primary.createDatabase();
		String other = primary.createDatabase();
		assertThat(one).isNotEqualTo(other).matches("[a-z0-9_]+");
		Sql.execute(primary.dataSource(one), "create table apart ()");
		String tables = "select relname from pg_class where relnamespace = 'public'::regnamespace";
		assertThat(Sql.column(primary.dataSource(one), tables)).containsExactly("apart");
		assertThat(Sql.column(primary.dataSource(other), tables)).isEmpty();
	}

	@Test
	void droppedDatabaseEndsItsSessions() throws SQLException {
		String database = primary.createDatabase();
		try (Connection connection = primary.dataSource(database).getConnection()) {
			primary.dropDatabase(database);
			assertThat(connection.isValid(5)).isFalse();
		}
		primary.dropDatabase(database);
		assertThat(Sql.column(primary, "select datname from pg_database")).doesNotContain(database);
	}

	@Test
	void urlWithUserAndPasswordConnects() throws SQLException {
		String database = primary.createDatabase();
		try (Connection connection = DriverManager.getConnection(primary.jdbcUrl(database), primary.username(),
				primary.password())) {
			assertThat(connection.getCatalog()).isEqualTo(database);
		}
	}

	@Test
	void primaryIsNoReplica() {
		assertThatIllegalStateException().isThrownBy(primary::pauseReplay).withMessage("primary is no replica");
		assertThatIllegalStateException().isThrownBy(primary::resumeReplay);
		assertThatIllegalStateException().isThrownBy(primary::promote);
		assertThatIllegalStateException().isThrownBy(() -> primary.awaitCaughtUp(SOON));
	}

}
