package dev.zdm.backfill;

/**
 * How many stripes windows get. With more of them fewer rows have to move, and each of
 * the others costs more, as each stripe looks at all rows of the window: what is best is
 * the root of what a move costs beyond an update in place, by what it costs to look at a
 * row. Not safe for several threads.
 */
final class StripeCount {

	/** With fewer, a fourth of the rows would move. */
	static final int FEWEST = 8;

	private static final int MOST = 32;

	/** As many rows are looked at in the time of one update in place. */
	private static final double LOOKS = 16;

	private int stripes;

	/**
	 * Goes on from what is known.
	 * @param stripes how many there were last; 0 when nothing is known
	 */
	StripeCount(int stripes) {
		this.stripes = Math.max(FEWEST, stripes);
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
		int fitting = FEWEST;
		while (fitting < MOST && best > fitting * Math.sqrt(2)) {
			fitting *= 2;
		}
		this.stripes = fitting;
	}

}
