package dev.zdm.backfill;

/**
 * Finds the one row that makes a batch fail: halves the rows among which it must be until
 * there is one. Not safe for several threads.
 */
final class Bisection {

	private long suspects;

	/**
	 * Whether a row is being looked for.
	 */
	boolean active() {
		return this.suspects > 0;
	}

	/**
	 * How many rows to try next.
	 * @param normal how many when no row is looked for
	 */
	int rows(int normal) {
		return active() ? (int) Math.max(1, this.suspects / 2) : normal;
	}

	/**
	 * Takes note that the next rows failed together.
	 * @return whether they are one row, which has failed twice by itself
	 */
	boolean failed(int rows) {
		boolean found = this.suspects == 1;
		this.suspects = rows;
		return found;
	}

	/**
	 * Takes note that the next rows went through, or were put aside.
	 */
	void passed(long rows) {
		this.suspects = Math.max(0, this.suspects - rows);
	}

	/**
	 * Stops looking, as the range has ended.
	 */
	void end() {
		this.suspects = 0;
	}

}
