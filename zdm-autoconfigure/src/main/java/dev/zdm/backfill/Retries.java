package dev.zdm.backfill;

import java.time.Duration;

/**
 * How often and how soon a worker tries again. Who is merely in others' way tries for
 * ever, more and more rarely; what fails by itself is tried three times. Not safe for
 * several threads.
 */
final class Retries {

	private static final int TRIES = 3;

	private static final int TIMEOUTS = 5;

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private final Job job;

	private final Announcer announcer;

	private final StopSign stop;

	private int inARow;

	private int failures;

	private int timeouts;

	Retries(Job job, Announcer announcer, StopSign stop) {
		this.job = job;
		this.announcer = announcer;
		this.stop = stop;
	}

	void succeeded() {
		this.inARow = 0;
		this.failures = 0;
		this.timeouts = 0;
	}

	/**
	 * Takes note of a batch that was rolled back, and makes the next one smaller when
	 * that may help.
	 * @return whether to give up
	 */
	boolean givesUp(Failure failure, BatchSize size) {
		this.announcer.batchFailed(this.job, failure);
		this.inARow++;
		if (failure.kind() == Failure.Kind.OTHER) {
			this.failures++;
			return this.failures >= TRIES;
		}
		if (failure.isStatementTimeout() && size.smallest()) {
			this.timeouts++;
		}
		size.contended();
		return this.timeouts >= TIMEOUTS;
	}

	void afterLostConnection(Failure failure) {
		this.announcer.batchFailed(this.job, failure);
		this.inARow++;
		pause();
	}

	/**
	 * Waits, longer with each failure in a row.
	 */
	void pause() {
		long nanos = SHORTEST.toNanos() << Math.min(this.inARow - 1, 10);
		this.stop.await(Duration.ofNanos(Math.min(nanos, LONGEST.toNanos())));
	}

}
