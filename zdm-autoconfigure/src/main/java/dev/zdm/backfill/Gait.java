package dev.zdm.backfill;

import dev.zdm.throttle.Pace;

/**
 * How a worker walks along a range: how many rows it takes at a time, plainly or in
 * stripes. Not safe for several threads.
 */
final class Gait {

	private final Striping striping;

	private final BatchSize plain;

	private final BatchSize stripes;

	/**
	 * Goes on from what is known.
	 * @param firstRows how many rows to begin with when nothing is known
	 * @param largestWindow how many rows a window may have; 0 when stripes make no sense
	 */
	Gait(BackfillSettings settings, Claim claim, int firstRows, long largestWindow) {
		int rows = (claim.batchRows() > 0) ? claim.batchRows() : firstRows;
		this.striping = new Striping(largestWindow, claim.windowSize());
		this.plain = new BatchSize(settings, rows);
		this.stripes = new BatchSize(settings, rows);
	}

	/**
	 * Where to go on: where the claim is, or there with a window opened.
	 * @throws HopelessException if plain batches would read the whole table
	 */
	Position from(Claim claim, Batches batches, PlanGuard guard, Pace pace) {
		Position position = claim.position();
		if (position.window() == null && windowSize() > 0) {
			Position opened = batches.open(claim, this.striping.windowFor(this.stripes.rows(), pace));
			Window window = opened.window();
			if (window != null && !guard.refuses(window, opened.next(claim.upper()), this.stripes.rows())) {
				return opened;
			}
			this.striping.giveUp();
		}
		if (position.window() == null) {
			guard.check(position.next(claim.upper()), this.plain.rows());
		}
		return position;
	}

	BatchSize size(Position from) {
		return (from.window() != null) ? this.stripes : this.plain;
	}

	/**
	 * How many rows windows have now; 0 when there are none.
	 */
	long windowSize() {
		return this.striping.windowSize();
	}

	/**
	 * Takes note of a batch that was committed.
	 * @param normal whether it had as many rows as it was to have
	 */
	void committed(Position from, Batches.Batch batch, boolean normal) {
		if (normal) {
			size(from).committed(batch.chunk().rows(), batch.time());
		}
		Window window = from.window();
		if (window == null) {
			this.striping.plain(batch.chunk().rows(), batch.time(), batch.advanced());
		}
		else {
			this.striping.stripe(window.stripe() == 0, batch.position().window() == null, batch.chunk().rows(),
					batch.time(), batch.advanced());
		}
	}

}
