package dev.zdm.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The results of statements that the driver did not run itself or that were run one by
 * one: they stand before what the driver has to show.
 */
final class Results {

	private final Deque<Long> counts = new ArrayDeque<>();

	private boolean driverHasMore = true;

	/** From now on all results are the driver's. */
	void clear() {
		this.counts.clear();
		this.driverHasMore = true;
	}

	/** One more update count, before what the driver has. */
	void add(long count) {
		this.counts.add(count);
	}

	/** The driver has nothing to show behind the counts. */
	void driverHasNone() {
		this.driverHasMore = false;
	}

	/** Whether the result that is current is the driver's. */
	boolean atDriver() {
		return this.counts.isEmpty() && this.driverHasMore;
	}

	/** The update count that is current, -1 when all were seen. */
	long count() {
		return this.counts.isEmpty() ? -1 : this.counts.peek();
	}

	/** Goes on to the next result. */
	void next() {
		this.counts.poll();
	}

}
