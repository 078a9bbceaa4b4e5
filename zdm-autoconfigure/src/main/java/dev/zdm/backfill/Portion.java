package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a table: those in a part of its key space, or one stripe of them.
 *
 * @param range the part of the key space
 * @param stripe the number of the stripe, or null for all rows
 * @param single whether it is just the row at the end of the range
 */
record Portion(KeyRange range, @Nullable Integer stripe, boolean single) {

	static Portion of(KeyRange range) {
		return new Portion(range, null, false);
	}

	/**
	 * The one row at a position.
	 */
	static Portion at(List<String> position) {
		return new Portion(new KeyRange(position, position), null, true);
	}

	/**
	 * The rows of a stripe.
	 */
	static Portion of(KeyRange range, int stripe) {
		return new Portion(range, stripe, false);
	}

	/**
	 * The same stripe of another part.
	 */
	Portion with(KeyRange other) {
		return new Portion(other, this.stripe, false);
	}

}
