package dev.zdm.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * A count, and the time that what was counted took.
 */
final class Tally {

	private final LongAdder count = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	void add(long amount, long time) {
		this.count.add(amount);
		this.nanos.add(time);
	}

	long count() {
		return this.count.sum();
	}

	long nanos() {
		return this.nanos.sum();
	}

}
