package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How far a range is done.
 *
 * @param cursor the last position up to which all rows are done, or null at the beginning
 * @param window the window behind the cursor that is done in part, or null when there is
 * none
 */
record Position(@Nullable List<String> cursor, @Nullable Window window) {

	/**
	 * What is to be done next: the rest of the range, or of a stripe.
	 * @param upper the end of the range
	 */
	Portion next(List<String> upper) {
		Window open = this.window;
		return (open != null) ? Portion.of(new KeyRange(open.at(), open.to()), open.stripe())
				: Portion.of(new KeyRange(this.cursor, upper));
	}

	/**
	 * The same place with a window opened behind the cursor.
	 * @param first its first stripe
	 */
	Position open(List<Window.Part> parts, Stripe first) {
		return new Position(this.cursor, new Window(parts, first, this.cursor));
	}

	/**
	 * The place after a chunk of what was next.
	 */
	Position after(Chunk chunk) {
		List<String> to = chunk.portion().range().to();
		Window open = this.window;
		if (open == null) {
			return new Position(to, null);
		}
		if (!chunk.last()) {
			return new Position(this.cursor, open.upTo(to));
		}
		return open.stripe().isLast() ? new Position(open.to(), null)
				: new Position(this.cursor, open.nextStripe(this.cursor));
	}

	/**
	 * Whether nothing is left of a range.
	 * @param upper the end of the range
	 */
	boolean isEnd(List<String> upper) {
		return this.window == null && upper.equals(this.cursor);
	}

}
