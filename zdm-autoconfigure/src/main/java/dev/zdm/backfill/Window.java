package dev.zdm.backfill;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What is worked on in stripes at a time, each of which is committed before the next one
 * begins. What the first stripe moves off a page makes room on it for the rows of the
 * later ones, which can then be updated HOT. Where others work on the table at the same
 * time, what a batch has moved cannot be cleaned up before theirs have ended, so there is
 * more than one batch to a stripe.
 *
 * @param parts what it consists of, in the order of the key; a single one where it was
 * opened by another worker
 * @param stripe the stripe that is being worked on
 * @param at the last position that is done in that stripe, or null for the beginning of
 * the range
 */
record Window(List<Part> parts, Stripe stripe, @Nullable List<String> at) {

	Window {
		parts = List.copyOf(parts);
	}

	/** The last position. */
	List<String> to() {
		return this.parts.get(this.parts.size() - 1).to();
	}

	/** How many rows it held when it was opened. */
	long rows() {
		return this.parts.stream().mapToLong(Part::rows).sum();
	}

	/**
	 * The next part of the stripe, for a batch that needs no search for its end.
	 * @param from the position behind which the window begins, or null for the beginning
	 * of the range
	 * @return empty if a batch has ended in the middle of a part
	 */
	Optional<Chunk> nextPart(@Nullable List<String> from) {
		int next = Objects.equals(this.at, from) ? 0 : this.parts.stream().map(Part::to).toList().indexOf(this.at) + 1;
		if (next == 0 && !Objects.equals(this.at, from)) {
			return Optional.empty();
		}
		Part part = this.parts.get(next);
		return Optional.of(new Chunk(Portion.of(new KeyRange(this.at, part.to()), this.stripe),
				this.stripe.shareOf(part.rows()), next == this.parts.size() - 1));
	}

	/**
	 * The window when a stripe is done.
	 * @param from the position behind which it begins
	 */
	Window nextStripe(@Nullable List<String> from) {
		return new Window(this.parts, this.stripe.next(), from);
	}

	/**
	 * The window with stripes whose keys are dense.
	 */
	Window counted() {
		return new Window(this.parts, this.stripe.counted(), this.at);
	}

	Window upTo(List<String> position) {
		return new Window(this.parts, this.stripe, position);
	}

	/**
	 * What a batch does, if it does a part of a stripe.
	 *
	 * @param to the last position
	 * @param rows how many rows it held, of all stripes
	 */
	record Part(List<String> to, long rows) {

	}

}
