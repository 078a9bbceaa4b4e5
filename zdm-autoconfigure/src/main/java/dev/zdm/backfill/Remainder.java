package dev.zdm.backfill;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a backfill leaves undone in the end, and how that is said, whatever it does with
 * rows.
 *
 * @param left how many rows of the covered range are still to be done by the last count,
 * those put aside among them
 * @param aside how many rows could not be changed and are put aside
 */
record Remainder(long left, long aside) {

	/**
	 * What is said of rows that are put aside; empty if none are.
	 */
	Optional<String> putAside() {
		return (this.aside > 0)
				? Optional.of(this.aside
						+ " rows could not be changed and are put aside in zdm.backfill_aside; mend them and resume it")
				: Optional.empty();
	}

	/**
	 * What is said of rows that are left over for another reason; empty if none are.
	 */
	Optional<String> undone() {
		return (this.left > this.aside) ? Optional.of(this.left + " rows in the covered range are still to be done: "
				+ "the change leaves them so, or something wrote them meanwhile") : Optional.empty();
	}

	/**
	 * All that is to be said; empty if nothing is left.
	 */
	String inWords() {
		return Stream.of(putAside(), undone()).flatMap(Optional::stream).collect(Collectors.joining("; "));
	}

}
