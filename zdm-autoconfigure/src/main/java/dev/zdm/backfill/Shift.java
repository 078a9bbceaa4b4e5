package dev.zdm.backfill;

import java.time.Duration;

/**
 * The time that a worker spends on a range: at most a minute, within the backfill's
 * hours, and not beyond the order to stop. Used by one thread.
 */
final class Shift {

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private final Job job;

	private final Workshop workshop;

	private final StopSign stop;

	private final long begun = System.nanoTime();

	Shift(Job job, Workshop workshop, StopSign stop) {
		this.job = job;
		this.workshop = workshop;
		this.stop = stop;
	}

	Job job() {
		return this.job;
	}

	Workshop workshop() {
		return this.workshop;
	}

	boolean over() {
		return System.nanoTime() - this.begun > LENGTH.toNanos() || calledOff();
	}

	/**
	 * Whether to stop at once, also in the middle of what cannot be gone on with.
	 */
	boolean calledOff() {
		return this.stop.isRaised() || rests();
	}

	/**
	 * Whether it is the time of day at which the backfill is not worked on.
	 */
	boolean rests() {
		DailyHours hours = this.job.backfill().terms().hours();
		return hours != null && !hours.contains(this.workshop.clock().now());
	}

	/**
	 * Waits, not longer than until the order to stop.
	 */
	void await(Duration time) {
		this.stop.await(time);
	}

}
