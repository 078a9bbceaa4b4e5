package dev.zdm.benchmark;

import java.util.Arrays;

/**
 * How long the statements of clients took.
 */
final class Latencies {

	private static final long LATE = 100_000_000;

	private final long[] sorted;

	/**
	 * Sorts latencies.
	 * @param nanos the latencies in nanoseconds, at least one
	 */
	Latencies(long[] nanos) {
		this.sorted = nanos.clone();
		Arrays.sort(this.sorted);
	}

	int count() {
		return this.sorted.length;
	}

	/** The longest in milliseconds. */
	double longest() {
		return this.sorted[this.sorted.length - 1] / 1e6;
	}

	/** The one below which so many of a hundred are, in milliseconds. */
	double percentile(double percent) {
		return this.sorted[(int) Math.min(this.sorted.length - 1, this.sorted.length * percent / 100)] / 1e6;
	}

	/** How many took longer than a tenth of a second. */
	long late() {
		return Arrays.stream(this.sorted).filter((nanos) -> nanos > LATE).count();
	}

}
