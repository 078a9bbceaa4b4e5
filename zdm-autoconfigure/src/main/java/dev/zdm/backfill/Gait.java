package dev.zdm.backfill;

import dev.zdm.throttle.Pace;

/**
 * How a worker walks along a range: how many rows it takes at a time, plainly or in
 * stripes. Not safe for several threads.
 */
final class Gait {

	/**
	 * Between two batches of a part lie two others, in which those of others end that
	 * were open at the first.
	 */
	private static final int PARTS = 3;

	/** With fewer rows, a batch costs more than they do. */
	private static final int FEW = 500;

	private final Striping striping;

	/** For batches whose rows move: plain ones, and those of first stripes. */
	private final BatchSize size;

	private final BackfillSettings settings;

	private final boolean accompanied;

	/**
	 * How many rows a batch had when the window was opened: back to these they grow after
	 * others were in the way.
	 */
	private int rowsAtOpening;

	/**
	 * Goes on from what is known.
	 * @param firstRows how many rows to begin with when nothing is known
	 * @param largestWindow how many rows a window may have; 0 when stripes make no sense
	 */
	Gait(BackfillSettings settings, Stride stride, int firstRows, long largestWindow) {
		int rows = (stride.batchRows() > 0) ? stride.batchRows() : firstRows;
		this.striping = new Striping(largestWindow, stride);
		this.size = new BatchSize(settings, rows);
		this.settings = settings;
		this.accompanied = stride.accompanied();
		this.rowsAtOpening = rows;
	}

	/**
	 * Where to go on: where the claim is, or there with a window opened.
	 * @throws HopelessException if plain batches would read the whole table
	 */
	Position from(Claim claim, Batches batches, PlanGuard guard, Pace pace) {
		Position position = claim.position();
		if (position.window() == null && windowSize() > 0) {
			Position opened = batches.open(claim, nextWindow(pace));
			Window window = opened.window();
			if (window != null && !guard.refuses(window, opened.next(claim.upper()), rows(opened))) {
				this.rowsAtOpening = this.size.rows();
				return opened;
			}
			if (window != null) {
				this.striping.giveUp();
			}
		}
		if (position.window() == null) {
			guard.check(position.next(claim.upper()), rows(position));
		}
		return position;
	}

	/**
	 * How large batches are.
	 */
	BatchSize size() {
		return this.size;
	}

	/**
	 * How many rows the next batch is to have.
	 */
	int rows(Position from) {
		return (from.window() != null) ? striped(this.size.rows()) : this.size.rows();
	}

	/**
	 * What is known by now.
	 */
	Stride stride() {
		return new Stride(this.size.rows(), windowSize(), this.striping.stripes(), this.accompanied);
	}

	private NextWindow nextWindow(Pace pace) {
		int stripes = this.striping.stripes();
		int wanted = this.accompanied ? PARTS : 1;
		long rows = this.striping.windowFor(striped(this.size.rows()) * wanted, pace);
		long stripe = rows / stripes;
		long fitting = 1 + stripe / striped(this.size.fitting());
		return new NextWindow(rows, stripes, (int) Math.max(fitting, Math.min(wanted, stripe / FEW)));
	}

	/**
	 * All batches of stripes are so small that they do not take long when their rows have
	 * to move after all, as somebody has kept the pages from being cleaned up; and there
	 * was no batch for a while that told by how much that has become dearer.
	 */
	private int striped(int rows) {
		return Math.max(this.settings.minRows(), rows * 4 / 5);
	}

	/**
	 * How many rows windows have now; 0 when there are none.
	 */
	private long windowSize() {
		return this.striping.windowSize();
	}

	/**
	 * Takes note of a batch that was committed.
	 * @param normal whether it had as many rows as it was to have
	 */
	void committed(Position from, Batches.Batch batch, boolean normal) {
		Window window = from.window();
		boolean moves = window == null || window.stripe().isFirst();
		boolean slow = batch.time().compareTo(this.settings.batchTime()) > 0;
		if (normal && (moves || slow)) {
			this.size.committed(batch.chunk().rows(), batch.time());
		}
		else if (normal) {
			this.size.recover(this.rowsAtOpening);
		}
		if (window == null) {
			this.striping.plain(batch.chunk().rows(), batch.time(), batch.advanced());
		}
		else {
			this.striping.stripe(window.stripe(), batch.position().window() == null, batch.chunk().rows(), batch.time(),
					batch.advanced());
		}
	}

}
