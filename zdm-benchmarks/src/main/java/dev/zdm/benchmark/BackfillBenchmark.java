package dev.zdm.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Compares backfills with one big update of the same table, in turn.
 */
public final class BackfillBenchmark {

	/** After that the sessions have said what they did. */
	private static final long SETTLE_NANOS = 1_500_000_000L;

	private final Options options;

	private final Keys keys;

	private final OrderServer server;

	private BackfillBenchmark(Arguments arguments, OrderServer server) {
		this.options = Options.of(arguments);
		this.keys = Keys.valueOf(arguments.text("keys").toUpperCase(Locale.ROOT));
		this.server = server;
	}

	/**
	 * Measures and prints.
	 * @param args see the module's README
	 */
	public static void main(String[] args) {
		Arguments arguments = Options.read(Map.of("keys", "dense"), args);
		try (OrderServer server = new OrderServer(arguments.path("folder"), 0, OrderServer.MUCH_WAL)) {
			arguments.numbers("indexes").forEach(new BackfillBenchmark(arguments, server)::series);
		}
	}

	private void series(int indexes) {
		long begun = System.nanoTime();
		this.server.prepare(this.options.rows(), indexes, this.keys);
		System.out.printf(Locale.ROOT, "%d rows with %d indexes prepared in %.1f s%n", this.options.rows(), indexes,
				(System.nanoTime() - begun) / 1e9);
		List<Way> ways = new ArrayList<>(this.options.ways());
		ways.add(0, Way.ONE);
		Map<Way, List<Result>> results = this.options.rounds().run(ways, this::measure);
		System.out.printf("%nPostgreSQL %d, %d rows, %s keys, %d indexes, medians of %d rounds%n%s%n",
				this.server.majorVersion(), this.options.rows(), this.keys.name().toLowerCase(Locale.ROOT), indexes,
				this.options.rounds().count(), Result.HEADER);
		Result base = Result.median(results.get(Way.ONE));
		results.forEach((way, rounds) -> System.out.println(Result.median(rounds).row(way, base)));
		System.out.println();
	}

	private Result measure(Way way, int round) {
		long begun = System.nanoTime();
		try (OrderTable table = this.server.copy()) {
			double copied = (System.nanoTime() - begun) / 1e9;
			Result result = measure(way, table);
			System.out.printf(Locale.ROOT, "round %d, copied in %.1f s %s%n", round, copied, result.row(way, result));
			return result;
		}
	}

	private Result measure(Way way, OrderTable table) {
		BackendCpu cpu = new BackendCpu(table.dataSource());
		OrderTable.Figures before = table.read();
		double cpuBefore = cpu.seconds();
		BatchTimes times = way.fill(table);
		double cpuUsed = cpu.seconds() - cpuBefore;
		LockSupport.parkNanos(SETTLE_NANOS);
		OrderTable.Figures after = table.read();
		table.check();
		double rows = this.options.rows();
		return new Result(rows, times.seconds(), cpuUsed, (after.wal() - before.wal()) / rows,
				(after.heap() - before.heap()) / rows, (after.index() - before.index()) / rows,
				(after.hot() - before.hot()) / (after.updated() - before.updated()),
				times.transactions().percentile(99), times.transactions().longest());
	}

}
