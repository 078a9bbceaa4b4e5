package dev.zdm.backfill;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.ReplicaLimits;
import dev.zdm.throttle.Throttle;
import dev.zdm.throttle.WhenUnknown;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where what is left over is counted.
 */
class ReplicaCountTests {

	private static final Backfill LOWER = Backfill.of("lower")
		.table("orders")
		.set("email_lower", "lower(email)")
		.where("email_lower is null");

	private static PostgresCluster cluster;

	private final PostgresServer replica = cluster.replicas().get(0);

	private final String database = cluster.primary().createDatabase();

	private final Shop shop = new Shop(cluster.primary(), this.database);

	@BeforeAll
	static void startCluster() {
		cluster = PostgresCluster.builder().replicas(1).start();
	}

	@AfterAll
	static void stopCluster() {
		cluster.close();
	}

	/** All reasons that are given go into a table. */
	@BeforeEach
	void createTables() {
		this.shop.execute("create table orders (id bigint primary key, email text, email_lower text)");
		this.shop.execute("insert into orders select g, 'Mail' || g from generate_series(1, 50000) g");
		this.shop.execute("create table reasons (reason text)");
		this.shop.execute("""
				create function note() returns trigger language plpgsql as $$
				begin insert into reasons values (new.pace_reason); return new; end $$""");
		new JournalSchema(this.shop.pool).create();
		this.shop.execute("create trigger note after update of pace_reason on zdm.backfill_range "
				+ "for each row execute function note()");
		this.replica.awaitCaughtUp(Duration.ofSeconds(30));
	}

	@AfterEach
	void close() {
		this.replica.resumeReplay();
		this.shop.close();
	}

	@Test
	void isOnTheReplica() {
		run(dataSource(this.replica));
		assertThat(this.shop.progress("lower").rowsLeft()).isZero();
		assertThat(reasons()).contains("counts what is left over on a replica")
			.doesNotContain("counts what is left over on the primary");
		await().untilAsserted(() -> assertThat(scansOnTheReplica()).isPositive());
	}

	@Test
	void isTheSameThere() {
		this.shop.execute("update orders set email = null where id % 10000 = 1");
		run(dataSource(this.replica));
		assertThat(this.shop.progress("lower").rowsLeft()).isEqualTo(5);
		assertThat(reasons()).contains("counts what is left over on a replica");
	}

	@Test
	void waitsForTheReplica() {
		this.replica.pauseReplay();
		start(dataSource(this.replica));
		await().until(() -> this.shop.progress("lower").reason().startsWith("waits for the replica"));
		this.replica.resumeReplay();
		this.shop.awaitState("lower", BackfillState.DONE);
		assertThat(this.shop.progress("lower").rowsLeft()).isZero();
		assertThat(reasons()).contains("counts what is left over on a replica");
	}

	@Test
	void isOnThePrimaryWhenTheReplicaStaysBehind() {
		this.replica.pauseReplay();
		run(dataSource(this.replica));
		assertThat(this.shop.progress("lower").rowsLeft()).isZero();
		assertThat(reasons()).contains("waits for the replica before it counts what is left over",
				"counts what is left over on the primary");
	}

	@Test
	void isOnThePrimaryWhereTheReplicaIsNoneOrAway() {
		run(dataSource(cluster.primary()), new DriverManagerDataSource("jdbc:postgresql://localhost:1/none", "x", "x"));
		assertThat(this.shop.progress("lower").rowsLeft()).isZero();
		assertThat(reasons()).contains("counts what is left over on the primary");
	}

	private void run(DataSource... replicas) {
		start(replicas);
		this.shop.awaitState("lower", BackfillState.DONE);
	}

	private void start(DataSource... replicas) {
		ReplicaLag lag = new ReplicaLag(this.shop.pool, List.of(replicas),
				new ReplicaLimits(Duration.ofMinutes(10), 0, WhenUnknown.IGNORE, Set.of(), Duration.ofDays(1)));
		BackfillRunner runner = this.shop.runner(new Throttle(lag, List.of(), Clock.systemUTC()), Shop.SETTINGS, LOWER);
		runner.start();
	}

	private List<String> reasons() {
		return this.shop.jdbc.queryForList("select distinct reason from reasons", String.class);
	}

	private long scansOnTheReplica() {
		Long scans = new JdbcTemplate(dataSource(this.replica)).queryForObject(
				"select sum(idx_scan + seq_scan) from pg_stat_user_tables where relname = 'orders'", Long.class);
		return (scans != null) ? scans : 0;
	}

	private DataSource dataSource(PostgresServer server) {
		return new DriverManagerDataSource(server.jdbcUrl(this.database), server.username(), server.password());
	}

}
