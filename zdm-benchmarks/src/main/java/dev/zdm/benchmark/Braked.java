package dev.zdm.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How a backfill got along with a slow replica.
 *
 * @param limit the lag at which it had to stop
 * @param free bytes of the log per second that it wrote without a brake
 * @param possible bytes per second that the replica applied with the backfill at rest and
 * enough to do
 * @param applied bytes per second that the replica applied beside the backfill
 * @param rows rows per second
 * @param lags the lag each tenth of a second
 */
record Braked(Duration limit, double free, double possible, double applied, double rows, Latencies lags) {

	static final String HEADER = """
			| way | alone MB/s | replica can MB/s | did MB/s | share | rows/s | lag / limit p50 | p99 | worst |
			|---|---|---|---|---|---|---|---|---|""";

	double share() {
		return this.applied / this.possible;
	}

	/** The lag below which so many of a hundred are, as a share of the limit. */
	double lag(double percent) {
		return this.lags.percentile(percent) / this.limit.toMillis();
	}

	static String row(Way way, List<Braked> rounds) {
		return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.2f | %.0f | %.2f | %.2f | %.2f |", way.name(),
				Median.of(rounds, Braked::free) / 1e6, Median.of(rounds, Braked::possible) / 1e6,
				Median.of(rounds, Braked::applied) / 1e6, Median.of(rounds, Braked::share),
				Median.of(rounds, Braked::rows), Median.of(rounds, (braked) -> braked.lag(50)),
				Median.of(rounds, (braked) -> braked.lag(99)), Median.of(rounds, (braked) -> braked.lag(100)));
	}

}
