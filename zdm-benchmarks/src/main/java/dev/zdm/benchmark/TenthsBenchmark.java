package dev.zdm.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shows whether a backfill gets slower on its way: how long each tenth of the rows takes.
 */
public final class TenthsBenchmark {

	private static final int TENTHS = 10;

	private final Options options;

	private final OrderServer server;

	private TenthsBenchmark(Options options, OrderServer server) {
		this.options = options;
		this.server = server;
	}

	/**
	 * Measures and prints.
	 * @param args see the module's README
	 */
	public static void main(String[] args) {
		Options options = Options.of(Options.read(Map.of("rows", "10000000", "indexes", "2"), args));
		try (OrderServer server = new OrderServer(options.folder(), 0, OrderServer.MUCH_WAL)) {
			options.indexes().forEach(new TenthsBenchmark(options, server)::series);
		}
	}

	private void series(int indexes) {
		this.server.prepare(this.options.rows(), indexes);
		Map<Way, List<double[]>> results = this.options.rounds().run(this.options.ways(), this::measure);
		System.out.printf("%nPostgreSQL %d, %d rows, %d indexes, seconds for each tenth, medians of %d rounds%n",
				this.server.majorVersion(), this.options.rows(), indexes, this.options.rounds().count());
		System.out.println("| way | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | last / first |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
		results.forEach((way, rounds) -> System.out.println(row(way, rounds)));
		System.out.println();
	}

	private double[] measure(Way way, int round) {
		try (OrderTable table = this.server.copy()) {
			double[] tenths = way.fill(table).tenths();
			System.out.println("round " + round + ' ' + row(way, List.<double[]>of(tenths)));
			return tenths;
		}
	}

	/**
	 * A line of the table. Its ratio is the median of the rounds' ratios.
	 */
	private static String row(Way way, List<double[]> rounds) {
		String tenths = IntStream.range(0, TENTHS)
			.mapToObj((tenth) -> String.format(Locale.ROOT, "%.2f", Median.of(rounds, (round) -> round[tenth])))
			.collect(Collectors.joining(" | "));
		return String.format(Locale.ROOT, "| %s | %s | %.2f |", way.name(), tenths,
				Median.of(rounds, (round) -> round[TENTHS - 1] / round[0]));
	}

}
