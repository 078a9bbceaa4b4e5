package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a range that is worked on in stripes: each of them takes every so many-eth
 * row, and is committed before the next one begins. What the first stripes move off a
 * page makes room on it for the rows of the later ones, which can then be updated HOT. A
 * row belongs to one stripe by its key, wherever it lies.
 *
 * @param to the last position of the window
 * @param rows how many rows it held when it was opened
 * @param stripe the number of the stripe that is being worked on
 * @param at the last position that is done in that stripe, or null for the beginning of
 * the range
 */
record Window(List<String> to, long rows, int stripe, @Nullable List<String> at) {

	/**
	 * How many stripes there are. Windows that are open in some database must be closed
	 * with the number that they were opened with.
	 */
	static final int STRIPES = 16;

	/**
	 * How many rows the stripe has, about. The sum over all stripes is exact.
	 */
	long share() {
		return this.rows * (this.stripe + 1) / STRIPES - this.rows * this.stripe / STRIPES;
	}

	boolean inLastStripe() {
		return this.stripe == STRIPES - 1;
	}

	Window next(@Nullable List<String> from) {
		return new Window(this.to, this.rows, this.stripe + 1, from);
	}

	Window upTo(List<String> position) {
		return new Window(this.to, this.rows, this.stripe, position);
	}

}
