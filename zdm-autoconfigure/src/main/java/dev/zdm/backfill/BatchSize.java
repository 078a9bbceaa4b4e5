package dev.zdm.backfill;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many rows the next batch gets: as many as fit the target time at the price per row
 * that nine in ten of the last batches kept, at most twice as many as before. Prices
 * rather than times are remembered, so that one slow batch counts once, not once for each
 * batch that it stays in the window. Not safe for several threads.
 */
final class BatchSize {

	private static final int WINDOW = 8;

	private static final double SHRINK = 0.1;

	private static final double GROW = 2;

	private static final int PANIC = 4;

	private final Deque<Double> prices = new ArrayDeque<>();

	private final BackfillSettings settings;

	private int rows;

	/**
	 * Begins with so many rows, within the settings' bounds.
	 */
	BatchSize(BackfillSettings settings, int rows) {
		this.settings = settings;
		this.rows = bounded(rows);
	}

	int rows() {
		return this.rows;
	}

	/**
	 * How many rows fit the target time, however many there were before.
	 */
	int fitting() {
		return bounded(fitting(this.rows));
	}

	boolean smallest() {
		return this.rows == this.settings.minRows();
	}

	/**
	 * Takes note of a batch that was committed.
	 */
	void committed(long seen, Duration time) {
		if (seen == 0) {
			return;
		}
		if (time.compareTo(this.settings.batchTime().multipliedBy(PANIC)) > 0) {
			this.prices.clear();
			this.rows = bounded(this.rows / PANIC);
			return;
		}
		this.prices.addLast((double) time.toNanos() / seen);
		if (this.prices.size() > WINDOW) {
			this.prices.removeFirst();
		}
		double factor = Math.max(SHRINK, Math.min(GROW, fittingRows() / this.rows));
		this.rows = bounded(this.rows * factor);
	}

	/**
	 * Takes note of a batch whose rows cost less than those that have to fit: nothing is
	 * to be learnt from their price, but nothing is in the way any more.
	 * @param before how many rows there were before something was
	 */
	void recover(int before) {
		if (this.rows < before) {
			double wanted = Math.min(before, this.rows * GROW);
			this.rows = bounded(Math.max(this.rows, Math.min(wanted, fitting(wanted))));
		}
	}

	/**
	 * Takes note of a batch that others were in the way of.
	 */
	void contended() {
		this.prices.clear();
		this.rows = bounded(this.rows / 2.0);
	}

	private double fitting(double unknown) {
		return this.prices.isEmpty() ? unknown : fittingRows();
	}

	private double fittingRows() {
		return this.settings.batchTime().toNanos() / Math.max(highPrice(), 1);
	}

	private double highPrice() {
		double[] sorted = this.prices.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return sorted[(int) Math.ceil(sorted.length * 0.9) - 1];
	}

	private int bounded(double wanted) {
		return (int) Math.max(this.settings.minRows(), Math.min(this.settings.maxRows(), Math.round(wanted)));
	}

}
