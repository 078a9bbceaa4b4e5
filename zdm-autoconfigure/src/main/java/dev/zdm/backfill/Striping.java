package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Pace;

/**
 * Decides by what it sees whether rows are worked on plainly or in stripes. Stripes pay
 * where most rows are to be changed, plain updates are not HOT anyway, and what a stripe
 * moves off a page can be cleaned up before the next stripe comes: that takes longer, and
 * so wants larger windows, the longer other transactions are open. Where even the largest
 * window does not bring it about, it goes back to plain work for a long while. Not safe
 * for several threads.
 */
final class Striping {

	/** A stripe of eight thousand rows is some thirty milliseconds of work. */
	private static final long FIRST_WINDOW = 131_072;

	private static final long SMALLEST_WINDOW = 8_000;

	private static final long PROBE = 1_000;

	/** Until plain work is looked at again. */
	private static final long PLAIN = 200_000;

	private static final long AFTER_FAILURE = 4_000_000;

	private static final double ENOUGH_TO_DO = 0.5;

	private static final double HOT_ANYWAY = 0.5;

	private static final double PAYS = 0.4;

	private static final double GOOD = 0.75;

	/**
	 * How much more than plain work a row may cost, as long as it saves WAL and space.
	 */
	private static final double AT_MOST = 1.5;

	private static final RangeTable.Advanced NOTHING = new RangeTable.Advanced(0, 0, 0);

	private final PacedWindows paced = new PacedWindows(SMALLEST_WINDOW);

	private final StripeCount count;

	private final long largestWindow;

	private long windowSize;

	private long nextSize = FIRST_WINDOW;

	private long plainRows = PROBE;

	private long pause = AFTER_FAILURE;

	private double plainPrice;

	/** Whether the last window cost too much. */
	private boolean dear;

	/** Whether the keys of the last window were. */
	private boolean dense;

	private double nanos;

	private double movedNanos;

	private long moved;

	private long all;

	private long seen;

	private long updated;

	private long hot;

	/**
	 * Goes on from what is known.
	 * @param largestWindow how many rows a window may have; 0 when stripes make no sense
	 * @param stride how it was gone before
	 */
	Striping(long largestWindow, Stride stride) {
		this.count = new StripeCount(stride.stripes());
		this.largestWindow = largestWindow;
		this.windowSize = Math.min(stride.windowSize(), largestWindow);
	}

	/**
	 * How many rows the next window gets.
	 * @return 0 when the next batch is to be a plain one
	 */
	long windowSize() {
		return this.windowSize;
	}

	/**
	 * How many stripes the next window gets.
	 */
	int stripes() {
		return this.dense ? Stripe.firstDense().of() : this.count.stripes();
	}

	/**
	 * How many rows the next window gets when a batch is to have so many: a stripe that
	 * is one batch needs no search for where the batch ends. It is larger only where old
	 * transactions ask for it, and smaller while something holds the backfill back.
	 */
	long windowFor(int rows, Pace pace) {
		long fitting = Math.max((long) rows * stripes(), SMALLEST_WINDOW);
		long wanted = (this.windowSize > FIRST_WINDOW) ? this.windowSize : Math.min(this.windowSize, fitting);
		return this.paced.next(wanted, pace);
	}

	/**
	 * Takes note of a plain batch.
	 */
	void plain(long rows, Duration time, RangeTable.Advanced advanced) {
		add(rows, time, advanced);
		if (this.largestWindow == 0 || this.seen < this.plainRows) {
			return;
		}
		boolean pays = this.updated >= this.seen * ENOUGH_TO_DO && this.hot < this.updated * HOT_ANYWAY;
		this.plainPrice = price();
		this.windowSize = pays ? Math.min(this.nextSize, this.largestWindow) : 0;
		this.plainRows = PLAIN;
		clear();
	}

	/**
	 * Takes note of a batch of a stripe.
	 * @param stripe which one: the rows of the first one always have to move
	 * @param closed whether it was the end of the window
	 */
	void stripe(Stripe stripe, boolean closed, long rows, Duration time, RangeTable.Advanced advanced) {
		add(rows, time, stripe.isFirst() ? NOTHING : advanced);
		if (stripe.isFirst()) {
			this.seen -= rows;
			this.moved += rows;
			this.movedNanos += time.toNanos();
		}
		if (closed) {
			count(stripe);
			judge();
			clear();
		}
	}

	/**
	 * Works plainly for a long while.
	 */
	void giveUp() {
		goPlain(this.pause);
		this.pause *= 2;
		clear();
	}

	private void count(Stripe stripe) {
		this.dense = stripe.dense();
		long inPlace = this.all - this.moved;
		if (!stripe.dense() && this.moved > 0 && inPlace > 0) {
			this.count.window(stripe.of(), this.movedNanos / this.moved, (this.nanos - this.movedNanos) / inPlace);
		}
	}

	private void judge() {
		double share = (this.updated > 0) ? (double) this.hot / this.updated : 0;
		int times = (share < PAYS) ? 4 : 2;
		if (this.updated < this.seen * ENOUGH_TO_DO) {
			goPlain(PLAIN);
		}
		else if (this.plainPrice > 0 && price() > this.plainPrice * AT_MOST) {
			tooDear();
		}
		else if (share >= GOOD) {
			this.pause = AFTER_FAILURE;
			this.dear = false;
		}
		else if (this.paced.grow(times)) {
			return;
		}
		else if (this.windowSize < this.largestWindow) {
			this.windowSize = Math.min(this.windowSize * times, this.largestWindow);
		}
		else if (share < PAYS) {
			giveUp();
		}
	}

	/**
	 * What the machine has to do beside this may have changed the price of either, so
	 * plain work is looked at once more before that counts.
	 */
	private void tooDear() {
		this.dear = !this.dear;
		if (this.dear) {
			goPlain(PROBE);
		}
		else {
			giveUp();
		}
	}

	private void goPlain(long rows) {
		this.nextSize = this.windowSize;
		this.windowSize = 0;
		this.plainRows = rows;
	}

	private double price() {
		return this.nanos / Math.max(this.all, 1);
	}

	private void add(long rows, Duration time, RangeTable.Advanced advanced) {
		this.nanos += time.toNanos();
		this.all += rows;
		this.seen += rows;
		this.updated += advanced.updated();
		this.hot += advanced.hot();
	}

	private void clear() {
		this.nanos = 0;
		this.movedNanos = 0;
		this.moved = 0;
		this.all = 0;
		this.seen = 0;
		this.updated = 0;
		this.hot = 0;
	}

}
