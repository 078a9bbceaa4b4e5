package dev.zdm.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one way of filling a column cost.
 *
 * @param seconds how long it took
 * @param cpu CPU seconds of the server's sessions, verification included
 * @param verifySeconds how long it took after that to count what is left; 0 when it did
 * not
 * @param wal bytes of WAL per row
 * @param heap bytes per row by which the table grew
 * @param index bytes per row by which its indexes grew
 * @param hot the share of HOT updates, from 0 to 1
 * @param worst the longest transaction in milliseconds
 */
record Result(double seconds, double cpu, double verifySeconds, double wal, double heap, double index, double hot,
		double worst) {

	static Result median(List<Result> results) {
		return new Result(median(results, Result::seconds), median(results, Result::cpu),
				median(results, Result::verifySeconds), median(results, Result::wal), median(results, Result::heap),
				median(results, Result::index), median(results, Result::hot), median(results, Result::worst));
	}

	String row(String name, int rows, Result base) {
		return String.format(Locale.ROOT,
				"| %-8s | %9.0f | %5.2f | %9.0f | %5.2f | %5.0f | %5.0f | %5.0f | %4.0f %% | %7.0f | %6.2f |", name,
				rows / this.seconds, base.seconds() / this.seconds, rows / this.cpu, base.cpu() / this.cpu, this.wal,
				this.heap, this.index, 100 * this.hot, this.worst, this.verifySeconds);
	}

	private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
		double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
