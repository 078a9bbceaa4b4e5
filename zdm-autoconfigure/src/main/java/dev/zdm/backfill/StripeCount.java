package dev.zdm.backfill;

import java.util.List;

/**
 * How many stripes windows get. With more of them fewer rows have to move, and each of
 * the others costs more, as each stripe looks at all rows of the window: what is best is
 * the root of what a move costs beyond an update in place, by what it costs to look at a
 * row. Not safe for several threads.
 */
final class StripeCount {

	/** Primes: see {@link Stripe}. */
	static final List<Integer> ALL = List.of(11, 17, 31);

	/** As many rows are looked at in the time of one update in place. */
	private static final double LOOKS = 16;

	private int stripes;

	/**
	 * Goes on from what is known.
	 * @param stripes how many there were last; 0, or anything else, when nothing is known
	 */
	StripeCount(int stripes) {
		this.stripes = ALL.contains(stripes) ? stripes : ALL.get(0);
	}

	/**
	 * How many the next window gets.
	 */
	int stripes() {
		return this.stripes;
	}

	/**
	 * Takes note of a window.
	 * @param stripes how many it had
	 * @param moved what a row of the first stripe cost
	 * @param inPlace what a row of the others cost, in the same unit
	 */
	void window(int stripes, double moved, double inPlace) {
		double look = inPlace / (stripes + LOOKS);
		double best = Math.sqrt(Math.max(0, moved - inPlace) / look);
		this.stripes = ALL.stream().reduce((fewer, more) -> (best * best > fewer * more) ? more : fewer).orElseThrow();
	}

}
