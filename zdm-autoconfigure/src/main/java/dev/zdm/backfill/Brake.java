package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Pace;
import dev.zdm.throttle.Throttle;

/**
 * Makes a worker go no faster than the pace allows, and shows what holds it back.
 */
final class Brake {

	private static final Duration STEP = Duration.ofMillis(100);

	private static final Duration TOUCH_EVERY = Duration.ofSeconds(1);

	private final Shift shift;

	private final Throttle throttle;

	private final RangeTable ranges;

	Brake(Shift shift) {
		this.shift = shift;
		this.throttle = shift.workshop().throttle();
		this.ranges = new RangeTable(shift.workshop().sessions());
	}

	/**
	 * Stands still until the pace allows to go on or the shift is over.
	 * @return the pace to go on at; stopped when the shift is over
	 * @throws FencedException if the range is no longer the claim's
	 */
	Pace await(Claim claim) {
		Pace pace = this.throttle.pace();
		return pace.stopped() ? hold(claim, pace) : pace;
	}

	/**
	 * Rests after work for as long as the pace wants.
	 */
	void rest(Duration busy) {
		this.throttle.rest(busy, (step) -> {
			this.shift.await(step);
			return !this.shift.over();
		});
	}

	private Pace hold(Claim claim, Pace first) {
		this.shift.workshop().announcer().braked(this.shift.job(), first);
		Pace pace = first;
		long touched = System.nanoTime() - TOUCH_EVERY.toNanos();
		while (pace.stopped() && !this.shift.over()) {
			long now = System.nanoTime();
			if (now - touched >= TOUCH_EVERY.toNanos()) {
				this.ranges.touch(claim, 0, pace.reason(), null);
				touched = now;
			}
			this.shift.await(STEP);
			this.throttle.heldBack(pace, Duration.ofNanos(System.nanoTime() - now));
			pace = this.throttle.pace();
		}
		if (!pace.stopped()) {
			this.shift.workshop().announcer().goesOn(this.shift.job());
		}
		return pace;
	}

}
