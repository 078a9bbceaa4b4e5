package dev.zdm.throttle;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The rest that a worker takes after it has worked, so that its share of working time is
 * the duty. It follows the pace while it lasts, which may be seconds.
 */
final class Rest {

	private static final long STEP_NANOS = Duration.ofMillis(100).toNanos();

	private final Throttle throttle;

	Rest(Throttle throttle) {
		this.throttle = throttle;
	}

	/**
	 * Rests until the work is made up for, the pace is full or stopped, or the pause says
	 * that it is enough.
	 */
	void after(Duration work, Predicate<Duration> pause) {
		double owed = work.toNanos();
		while (owed > 0) {
			Pace pace = this.throttle.pace();
			if (pace.stopped() || pace.duty() == 1) {
				return;
			}
			double each = (1 - pace.duty()) / pace.duty();
			long from = System.nanoTime();
			boolean more = pause.test(Duration.ofNanos(Math.min(STEP_NANOS, (long) Math.ceil(owed * each))));
			long rested = System.nanoTime() - from;
			this.throttle.heldBack(pace, Duration.ofNanos(rested));
			if (!more) {
				return;
			}
			owed -= rested / each;
		}
	}

}
