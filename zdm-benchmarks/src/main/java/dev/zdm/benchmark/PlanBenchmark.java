package dev.zdm.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import dev.zdm.guard.StatementRefusedException;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures what clients feel while statements change the large tables that they read and
 * write: run through an application's {@code DataSource} with zdm at its defaults, and
 * past it. Fails if a client waited longer for zdm than {@code zdm.lock.downtime}.
 */
public final class PlanBenchmark {

	private static final long DOWNTIME_MILLIS = 1000;

	private static final long AROUND_NANOS = 300_000_000;

	private final PlanOptions options;

	private final DataSource guarded;

	private final DataSource plain;

	private final Tables tables;

	private final List<String> tooLong = new ArrayList<>();

	private PlanBenchmark(PlanOptions options, DataSource guarded, DataSource plain) {
		this.options = options;
		this.guarded = guarded;
		this.plain = plain;
		this.tables = new Tables(this.plain);
	}

	/**
	 * Measures and prints.
	 * @param args see the module's README
	 * @throws Exception if a client or a statement fails
	 */
	public static void main(String[] args) throws Exception {
		System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
		PlanOptions options = PlanOptions.of(args);
		try (PostgresCluster cluster = PostgresCluster.builder()
			.workDirectory(options.folder())
			.setting("shared_buffers", "1GB")
			.setting("max_wal_size", "8GB")
			.setting("max_parallel_maintenance_workers", "0")
			.start()) {
			PostgresServer server = cluster.primary();
			String database = server.createDatabase();
			PlanBenchmark benchmark;
			try (ConfigurableApplicationContext context = application(server, database)) {
				benchmark = new PlanBenchmark(options, context.getBean(DataSource.class), server.dataSource(database));
				benchmark.run(server.majorVersion());
			}
			if (!benchmark.tooLong.isEmpty()) {
				System.out.println("Clients waited too long for: " + benchmark.tooLong);
				System.exit(1);
			}
		}
	}

	private static ConfigurableApplicationContext application(PostgresServer server, String database) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("spring.datasource.url=" + server.jdbcUrl(database),
					"spring.datasource.username=" + server.username(),
					"spring.datasource.password=" + server.password(), "spring.datasource.hikari.maximum-pool-size=20",
					"spring.main.log-startup-info=false")
			.run();
	}

	private void run(int version) throws Exception {
		this.tables.create(this.options.rows());
		System.out.printf(Locale.ROOT, "PostgreSQL %d, %d rows, %d clients, %d statements/s each%n%s%n", version,
				this.options.rows(), this.options.clients(), this.options.rate(), Measurement.HEADER);
		for (Duration obstacle : this.options.obstacles()) {
			System.out
				.println(measure("nothing", this.plain, obstacle).row("(none, for 3 s)", obstacle.toSeconds(), "–"));
			for (Change change : Change.ALL) {
				if (this.options.only().matcher(change.sql()).find()) {
					measure(change, obstacle);
				}
			}
		}
	}

	private void measure(Change change, Duration obstacle) throws Exception {
		Measurement zdm = measure(change.sql(), this.guarded, obstacle);
		this.tables.undo(change);
		System.out.println(zdm.row('`' + change.sql() + '`', obstacle.toSeconds(), "zdm"));
		if (zdm.latencies().longest() > DOWNTIME_MILLIS) {
			this.tooLong.add(change.sql());
		}
		Measurement alone = measure(change.sql(), this.plain, obstacle);
		this.tables.undo(change);
		System.out.println(alone.row("", obstacle.toSeconds(), "alone"));
	}

	private Measurement measure(String sql, DataSource dataSource, Duration obstacle) throws Exception {
		try (Clients clients = new Clients(this.plain, this.options.load());
				Obstacle inTheWay = new Obstacle(this.plain, obstacle)) {
			inTheWay.awaitBegin();
			LockSupport.parkNanos(AROUND_NANOS);
			long begun = System.nanoTime();
			String outcome = run(sql, dataSource);
			double seconds = (System.nanoTime() - begun) / 1e9;
			LockSupport.parkNanos(AROUND_NANOS);
			return new Measurement(outcome, seconds, clients.stop());
		}
	}

	private static String run(String sql, DataSource dataSource) {
		if (sql.equals("nothing")) {
			LockSupport.parkNanos(3_000_000_000L);
			return "–";
		}
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
			return "done";
		}
		catch (StatementRefusedException ex) {
			return "refused " + ex.findings().get(0).code();
		}
		catch (SQLException ex) {
			return "fails with " + ex.getSQLState();
		}
	}

	/**
	 * An application that has a {@code DataSource} and zdm.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
