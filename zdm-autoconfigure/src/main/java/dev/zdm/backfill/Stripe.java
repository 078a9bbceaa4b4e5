package dev.zdm.backfill;

/**
 * A part of the rows of a window, spread over all of its pages. A row belongs to one
 * stripe by its key, wherever it lies.
 *
 * @param number which stripe it is, from 0
 * @param of how many there are: a prime, so that keys which are all multiples of some
 * number are spread over all of them
 * @param dense whether its keys are whole numbers with few gaps: they can be counted out
 * then, and no other row has to be looked at
 */
record Stripe(int number, int of, boolean dense) {

	/** What was fastest, with two indexes and with five. */
	private static final int DENSE = 17;

	static Stripe first(int of) {
		return new Stripe(0, of, false);
	}

	static Stripe firstDense() {
		return new Stripe(0, DENSE, true);
	}

	boolean isFirst() {
		return this.number == 0;
	}

	boolean isLast() {
		return this.number == this.of - 1;
	}

	Stripe counted() {
		return new Stripe(this.number, this.of, true);
	}

	Stripe next() {
		return new Stripe(this.number + 1, this.of, this.dense);
	}

	/**
	 * The stripe's share of so many rows, about. The sum over all stripes is exact.
	 */
	long shareOf(long rows) {
		return rows * (this.number + 1) / this.of - rows * this.number / this.of;
	}

}
