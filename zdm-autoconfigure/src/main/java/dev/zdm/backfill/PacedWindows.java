package dev.zdm.backfill;

import dev.zdm.throttle.Pace;

/**
 * Keeps windows small while something holds the backfill back. The first stripe of a
 * window writes on every page of it, whole pages after a checkpoint, and the others write
 * less than that together: with large windows the log comes in surges, each of which may
 * be more than a replica applies within the limit of its lag, and between which the pace
 * believes that all is well. Back at full speed, windows grow step by step, as the pace
 * needs time to see what they do. Not safe for several threads.
 */
final class PacedWindows {

	/** More than any window has. */
	private static final long ANY = 1L << 40;

	private final long least;

	/**
	 * What a window has while it is held back; more where old transactions ask for it.
	 */
	private long small;

	private long most = ANY;

	private long wanted;

	private long given;

	/**
	 * Begins at full speed.
	 * @param least how many rows a window has at least
	 */
	PacedWindows(long least) {
		this.least = least;
		this.small = least;
	}

	/**
	 * How many rows the next window gets.
	 * @param rows how many it would get at full speed
	 */
	long next(long rows, Pace pace) {
		this.most = (pace.duty() < 1) ? this.small : Math.min(ANY, this.most + this.most / 4);
		this.wanted = rows;
		this.given = Math.min(rows, this.most);
		return this.given;
	}

	/**
	 * Makes windows so many times as large if the last one was small for the pace only.
	 * @return whether it was
	 */
	boolean grow(int factor) {
		boolean grows = this.given < this.wanted;
		if (grows) {
			this.small = Math.max(this.least, Math.min(this.wanted, this.given * factor));
		}
		return grows;
	}

}
