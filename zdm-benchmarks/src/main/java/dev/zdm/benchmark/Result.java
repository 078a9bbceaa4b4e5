package dev.zdm.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * What one way of filling a column cost.
 *
 * @param rows how many rows there were
 * @param seconds how long it took
 * @param cpu CPU seconds of the server's sessions
 * @param wal bytes of WAL per row
 * @param heap bytes per row by which the table grew
 * @param index bytes per row by which its indexes grew
 * @param hot the share of HOT updates, from 0 to 1
 * @param p99 what 99 of a hundred transactions took at most, in milliseconds
 * @param worst the longest transaction in milliseconds
 */
record Result(double rows, double seconds, double cpu, double wal, double heap, double index, double hot, double p99,
		double worst) {

	static final String HEADER = """
			| way | rows/s | ratio | rows per CPU s | ratio | WAL B/row | heap B/row | index B/row | HOT | p99 ms | worst ms |
			|---|---|---|---|---|---|---|---|---|---|---|""";

	static Result median(List<Result> rounds) {
		return new Result(Median.of(rounds, Result::rows), Median.of(rounds, Result::seconds),
				Median.of(rounds, Result::cpu), Median.of(rounds, Result::wal), Median.of(rounds, Result::heap),
				Median.of(rounds, Result::index), Median.of(rounds, Result::hot), Median.of(rounds, Result::p99),
				Median.of(rounds, Result::worst));
	}

	/**
	 * A line of the table.
	 * @param base what its ratios refer to
	 */
	String row(Way way, Result base) {
		return String.format(Locale.ROOT,
				"| %s | %.0f | %.2f | %.0f | %.2f | %.0f | %.0f | %.0f | %.0f %% | %.0f | %.0f |", way.name(),
				this.rows / this.seconds, base.seconds() / this.seconds, this.rows / this.cpu, base.cpu() / this.cpu,
				this.wal, this.heap, this.index, 100 * this.hot, this.p99, this.worst);
	}

}
