package dev.zdm.benchmark;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.BackfillRunner;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.Throttle;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares backfills with one big update of the same table, in turn.
 */
public final class BackfillBenchmark {

	private static final long SETTLE_NANOS = 1_500_000_000L;

	private static final String HEADER = """

			PostgreSQL %s, %d rows, %d indexes, medians of %d rounds
			|          |    rows/s | ratio |  per CPUs | ratio |   WAL |  heap | index |    HOT |   worst | verify |
			|          |           |       |           |       | B/row | B/row | B/row |        |      ms |      s |""";

	private final Options options;

	private final HikariDataSource pool = new HikariDataSource();

	private final OrderTable table;

	private final BackendCpu cpu;

	private BackfillBenchmark(Options options, PostgresServer server) {
		this.options = options;
		this.pool.setJdbcUrl(server.jdbcUrl(server.createDatabase()));
		this.pool.setUsername(server.username());
		this.pool.setPassword(server.password());
		this.pool.setMinimumIdle(10);
		this.pool.setMaxLifetime(0);
		this.table = new OrderTable(this.pool, options.rows());
		this.cpu = new BackendCpu(this.pool);
	}

	/**
	 * Measures and prints.
	 * @param args see the module's README
	 */
	public static void main(String[] args) {
		Options options = Options.of(args);
		try (PostgresCluster cluster = PostgresCluster.builder()
			.workDirectory(options.folder())
			.setting("shared_buffers", "1GB")
			.setting("max_wal_size", "8GB")
			.setting("full_page_writes", "on")
			.setting("autovacuum_naptime", "5s")
			.start()) {
			BackfillBenchmark benchmark = new BackfillBenchmark(options, cluster.primary());
			options.indexes().forEach((indexes) -> benchmark.series(indexes, cluster.primary().majorVersion()));
			benchmark.pool.close();
		}
	}

	private void series(int indexes, int version) {
		Map<String, Supplier<Worst>> ways = new LinkedHashMap<>();
		ways.put("one", this::update);
		ways.put("plain", () -> backfill(BackfillSettings.DEFAULTS.stripes(false)));
		ways.put("striped", () -> backfill(BackfillSettings.DEFAULTS));
		Map<String, List<Result>> results = new LinkedHashMap<>();
		List<String> order = new ArrayList<>(ways.keySet());
		for (int round = 0; round < this.options.rounds(); round++) {
			for (String way : order) {
				Result result = measure(indexes, ways.get(way));
				results.computeIfAbsent(way, (name) -> new ArrayList<>()).add(result);
				System.out.println("round " + round + ' ' + result.row(way, this.options.rows(), result));
			}
			order.add(order.remove(0));
		}
		Result base = Result.median(results.get("one"));
		System.out.println(HEADER.formatted(version, this.options.rows(), indexes, this.options.rounds()));
		ways.keySet()
			.forEach((way) -> System.out.println(Result.median(results.get(way)).row(way, this.options.rows(), base)));
	}

	private Result measure(int indexes, Supplier<Worst> way) {
		this.table.create(indexes);
		OrderTable.Figures before = this.table.read();
		double cpuBefore = this.cpu.seconds();
		Worst worst = way.get();
		double cpuUsed = this.cpu.seconds() - cpuBefore;
		LockSupport.parkNanos(SETTLE_NANOS);
		OrderTable.Figures after = this.table.read();
		this.table.check();
		double rows = this.options.rows();
		return new Result(worst.seconds(), cpuUsed, worst.verifySeconds(), (after.wal() - before.wal()) / rows,
				(after.heap() - before.heap()) / rows, (after.index() - before.index()) / rows,
				(after.hot() - before.hot()) / (after.updated() - before.updated()), worst.millis());
	}

	private Worst update() {
		long start = System.nanoTime();
		new JdbcTemplate(this.pool).update("update orders set amount = e * 1.5 where amount is null");
		double seconds = (System.nanoTime() - start) / 1e9;
		return new Worst(seconds, 0, seconds * 1000);
	}

	private Worst backfill(BackfillSettings settings) {
		new JdbcTemplate(this.pool).execute("drop schema if exists zdm cascade");
		BatchTimes times = new BatchTimes();
		JournalSchema journal = new JournalSchema(this.pool);
		Events events = new Events(List.of(times));
		Backfill backfill = Backfill.of("amounts").table("orders").set("amount", "e * 1.5").where("amount is null");
		try (BackfillRunner runner = new BackfillRunner(journal, new Throttle(null, List.of(), Clock.systemUTC()),
				events, List.of(backfill), settings)) {
			runner.start();
			Backfills backfills = new Backfills(journal, events);
			while (state(backfills) != BackfillState.DONE) {
				LockSupport.parkNanos(50_000_000);
			}
		}
		return new Worst(times.seconds(), times.verifySeconds(), times.worstMillis());
	}

	private static BackfillState state(Backfills backfills) {
		BackfillState state = backfills.find("amounts").map(BackfillProgress::state).orElse(BackfillState.WAITING);
		if (state == BackfillState.FAILED) {
			throw new IllegalStateException(String.valueOf(backfills.find("amounts").orElseThrow().lastError()));
		}
		return state;
	}

	/**
	 * How long it took, and the longest transaction.
	 */
	private record Worst(double seconds, double verifySeconds, double millis) {
	}

}
