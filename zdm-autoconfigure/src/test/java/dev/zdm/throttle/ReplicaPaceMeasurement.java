package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;

/**
 * Measures how a backfill gets along with a replica that can apply a part of what the
 * backfill could write. Not a test: it takes minutes. Run it with the test class path,
 * and with rounds, seconds a round and the parts as arguments:
 * {@code ReplicaPaceMeasurement 3 60 0.5}.
 */
public final class ReplicaPaceMeasurement {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private ReplicaPaceMeasurement() {
	}

	public static void main(String[] arguments) throws Exception {
		int rounds = Integer.parseInt(arguments[0]);
		Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
		try (PostgresCluster cluster = PostgresCluster.builder()
			.replicas(1)
			.setting("wal_keep_size", "4GB")
			.setting("max_wal_size", "4GB")
			.start(); HikariDataSource pool = pool(cluster); HalfReplica replica = new HalfReplica(cluster)) {
			fill(pool);
			replica.limit(Double.MAX_VALUE / 1e9);
			replica.start();
			for (int round = 1; round <= rounds; round++) {
				double full = writes(pool, "free-" + round, Duration.ofSeconds(10));
				for (int i = 2; i < arguments.length; i++) {
					double part = Double.parseDouble(arguments[i]);
					cluster.replicas().get(0).awaitCaughtUp(Duration.ofMinutes(2));
					measure(pool, replica, "half-" + round + "-" + i, full, part, time);
					replica.limit(Double.MAX_VALUE / 1e9);
				}
			}
		}
	}

	private static void measure(HikariDataSource pool, HalfReplica replica, String name, double full, double part,
			Duration time) throws Exception {
		ReplicaLag lag = new ReplicaLag(pool, LIMIT, WhenUnknown.STOP, List.of());
		try (Throttle throttle = new Throttle(lag, List.of(), Clock.systemUTC());
				BackfillRunner runner = runner(pool, throttle, name)) {
			replica.limit(full * part);
			runner.start();
			Thread.sleep(time.toMillis());
			System.out.printf(
					"unthrottled %.1f MB/s, replica applies %.1f MB/s: lag of the limit: median %.2f, 99 %% %.2f, most %.2f; throughput %.2f; held back %s%n",
					full / 1e6, full * part / 1e6, replica.lag(0.5) / LIMIT.toSeconds(),
					replica.lag(0.99) / LIMIT.toSeconds(), replica.lag(1) / LIMIT.toSeconds(), replica.throughput(),
					throttle.heldBackSeconds());
		}
	}

	/**
	 * How many bytes of write-ahead log a second the backfill writes when nothing holds
	 * it back.
	 */
	private static double writes(HikariDataSource pool, String name, Duration time) throws Exception {
		try (Throttle throttle = new Throttle(null, List.of(), Clock.systemUTC());
				BackfillRunner runner = runner(pool, throttle, name);
				Connection connection = pool.getConnection();
				Statement statement = connection.createStatement()) {
			runner.start();
			Thread.sleep(1000);
			long from = HalfReplica.position(statement, "pg_current_wal_lsn()");
			Thread.sleep(time.toMillis());
			return (HalfReplica.position(statement, "pg_current_wal_lsn()") - from) / (double) time.toSeconds();
		}
	}

	private static BackfillRunner runner(HikariDataSource pool, Throttle throttle, String name) throws SQLException {
		try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("do $$ begin if to_regclass('zdm.backfill') is not null then "
					+ "delete from zdm.backfill; delete from zdm.scheduled_tasks; end if; end $$");
		}
		return new BackfillRunner(new JournalSchema(pool), throttle, new Events(List.of()),
				List.of(Backfill.of(name).table("orders").set("total", "total + 1")), BackfillSettings.DEFAULTS);
	}

	private static HikariDataSource pool(PostgresCluster cluster) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(cluster.primary().jdbcUrl());
		pool.setUsername(cluster.primary().username());
		pool.setPassword(cluster.primary().password());
		return pool;
	}

	private static void fill(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create table orders (id bigint primary key, customer int, total numeric, note text)");
			statement.execute("insert into orders select g, (g::bigint * 7919) % 100003, g, repeat('n', 60) "
					+ "from generate_series(1, 3000000) g");
			statement.execute("create index on orders (customer)");
			statement.execute("vacuum analyze orders");
		}
	}

}
