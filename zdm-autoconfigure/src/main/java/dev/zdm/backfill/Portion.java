package dev.zdm.backfill;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a table: those in a part of its key space, or one stripe of them.
 *
 * @param range the part of the key space
 * @param stripe the number of the stripe, or null for all rows
 */
record Portion(KeyRange range, @Nullable Integer stripe) {

	static Portion of(KeyRange range) {
		return new Portion(range, null);
	}

	/**
	 * The same stripe of another part.
	 */
	Portion with(KeyRange other) {
		return new Portion(other, this.stripe);
	}

}
