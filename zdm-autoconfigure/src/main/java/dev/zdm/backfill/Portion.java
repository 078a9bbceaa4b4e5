package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a table: those in a part of its key space, one stripe of them, or just some.
 *
 * @param range the part of the key space
 * @param stripe the stripe, or null for all rows
 * @param only the positions of the rows, where it is just those; else empty
 * @param without the positions of rows that do not belong to it
 */
record Portion(KeyRange range, @Nullable Stripe stripe, List<List<String>> only, List<List<String>> without) {

	Portion {
		only = List.copyOf(only);
		without = List.copyOf(without);
	}

	static Portion of(KeyRange range) {
		return new Portion(range, null, List.of(), List.of());
	}

	/**
	 * The one row at a position.
	 */
	static Portion at(List<String> position) {
		return only(List.of(position));
	}

	/**
	 * The rows at some positions.
	 * @param positions at least one
	 */
	static Portion only(List<List<String>> positions) {
		List<String> last = positions.get(positions.size() - 1);
		return new Portion(new KeyRange(last, last), null, positions, List.of());
	}

	/**
	 * The rows of a stripe.
	 */
	static Portion of(KeyRange range, Stripe stripe) {
		return new Portion(range, stripe, List.of(), List.of());
	}

	/**
	 * The same stripe of another part.
	 */
	Portion with(KeyRange other) {
		return new Portion(other, this.stripe, List.of(), List.of());
	}

	/**
	 * The same but for some rows.
	 */
	Portion without(List<List<String>> positions) {
		return new Portion(this.range, this.stripe, this.only, positions);
	}

}
