package dev.zdm.backfill;

import java.time.Duration;

/**
 * Decides what follows a failure. Who is merely in others' way tries for ever, more and
 * more rarely; rows that others hold are passed over, and searched for where it is not
 * the rows themselves; a row that cannot be changed is searched for; what fails by itself
 * is tried three times. Not safe for several threads.
 */
final class Retries {

	private static final int TRIES = 3;

	/** A server that is slow for a moment is no reason to search for a row. */
	private static final int TIMEOUTS = 3;

	/** Each row that is passed over is named in the statement. */
	private static final int MOST_SPARED = 1000;

	private static final Duration LONGEST = Duration.ofSeconds(5);

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private final Shift shift;

	private final Bisection bisection = new Bisection();

	/** How many of the next rows others may hold. */
	private long suspects;

	private boolean maySpare = true;

	private int inARow;

	private int failures;

	private int timeouts;

	Retries(Shift shift) {
		this.shift = shift;
	}

	/**
	 * How many rows to try now.
	 * @param normally how many it would be if all went well
	 */
	int rows(int normally) {
		int rows = this.bisection.rows(normally);
		return sparing() ? Math.min(rows, MOST_SPARED) : rows;
	}

	/**
	 * Whether the next batch is to pass over rows that others hold.
	 */
	boolean sparing() {
		return this.suspects > 0;
	}

	/**
	 * Whether batches are as large as they are to be.
	 */
	boolean normal() {
		return !this.bisection.active() && !sparing();
	}

	void succeeded(long rows, boolean last) {
		this.inARow = 0;
		this.failures = 0;
		this.timeouts = 0;
		this.bisection.passed(rows);
		if (last) {
			this.bisection.end();
		}
		this.suspects = last ? 0 : Math.max(0, this.suspects - rows);
	}

	/**
	 * Takes note of a batch that was rolled back, and makes the next one smaller when
	 * that may help.
	 * @param rows how many rows it was to have; 0 when it failed before that was known
	 */
	Remedy after(Failure failure, int rows, BatchSize size) {
		announce(failure);
		if (failure.kind() == Failure.Kind.ROW) {
			return halve(rows);
		}
		if (failure.kind() == Failure.Kind.OTHER) {
			this.maySpare = this.maySpare && !sparing();
			this.suspects = 0;
			this.failures++;
			return (this.failures < TRIES) ? Remedy.WAIT : Remedy.GIVE_UP;
		}
		if (failure.kind() == Failure.Kind.STANDSTILL) {
			this.suspects = 0;
			this.bisection.end();
			return Remedy.WAIT;
		}
		if (failure.isLockTimeout() && this.maySpare && rows > 0) {
			return spare(rows);
		}
		if (failure.isStatementTimeout()) {
			this.timeouts += size.smallest() ? 1 : 0;
			if (this.bisection.active() || this.timeouts >= TIMEOUTS) {
				return halve(rows);
			}
		}
		size.contended();
		return Remedy.WAIT;
	}

	/**
	 * Takes note that the server, or the way to it, is gone, and waits.
	 */
	void afterLostConnection(Failure failure) {
		announce(failure);
		pause();
	}

	/**
	 * Waits, longer with each failure in a row.
	 */
	void pause() {
		long nanos = SHORTEST.toNanos() << Math.min(Math.max(this.inARow - 1, 0), 10);
		this.shift.await(Duration.ofNanos(Math.min(nanos, LONGEST.toNanos())));
	}

	private void announce(Failure failure) {
		this.shift.workshop().announcer().batchFailed(this.shift.job(), failure);
		this.inARow++;
	}

	/**
	 * What is in the way though rows are spared lies beside the rows: one that a foreign
	 * key refers to, or one of another table.
	 */
	private Remedy spare(int rows) {
		if (sparing()) {
			return halve(rows);
		}
		this.suspects = rows;
		return Remedy.SPARE;
	}

	private Remedy halve(int rows) {
		return this.bisection.failed(rows) ? Remedy.PUT_ASIDE : Remedy.HALVE;
	}

}
