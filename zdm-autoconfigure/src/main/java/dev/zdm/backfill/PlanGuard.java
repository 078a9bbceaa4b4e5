package dev.zdm.backfill;

import java.util.List;

/**
 * Looks at how the server would run a batch before it runs one of that kind: a batch that
 * reads the whole table would read it again for each of thousands. Not safe for several
 * threads.
 */
final class PlanGuard {

	/** A table of a few batches may well be read as a whole. */
	private static final int FEW = 4;

	private final Sessions sessions;

	private final KeysetBatches keyset;

	private long looked;

	private long lookedAtWindow;

	private long lookedAtDenseWindow;

	PlanGuard(Sessions sessions, KeysetBatches keyset) {
		this.sessions = sessions;
		this.keyset = keyset;
	}

	/**
	 * Looks at a plain batch, if none like it was looked at.
	 * @param rows how many rows it is to have
	 * @throws HopelessException if it would read the whole table
	 */
	void check(Portion portion, int rows) {
		if (rows > this.looked) {
			if (readsAll(portion, rows, rows)) {
				throw new HopelessException(
						("each batch would read all of %1$s (Seq Scan), although %2$s tells where the rows are: %3$s is on "
								+ "for this role, look for a subquery on %1$s in the definition, and resume the backfill")
							.formatted(this.keyset.table(), clue(), advice()));
			}
			this.looked = rows * 4L;
		}
	}

	private String clue() {
		return this.keyset.key().isPlaces() ? "the number of the page"
				: "its key (%s)".formatted(this.keyset.keyColumns());
	}

	private String advice() {
		return this.keyset.key().isPlaces() ? "see that enable_tidscan"
				: ("run \"analyze %s\" in case its statistics are old, see that the index on the key is valid and that "
						+ "enable_indexscan")
					.formatted(this.keyset.table());
	}

	/**
	 * Looks at a stripe of a new window, if none of its kind as large was looked at.
	 * @param rows how many rows a batch is to have
	 * @return whether it would read the whole table, which is much larger than the window
	 */
	boolean refuses(Window window, Portion stripe, int rows) {
		boolean dense = window.stripe().dense();
		if (window.rows() <= (dense ? this.lookedAtDenseWindow : this.lookedAtWindow)) {
			return false;
		}
		this.lookedAtWindow = dense ? this.lookedAtWindow : window.rows();
		this.lookedAtDenseWindow = dense ? window.rows() : this.lookedAtDenseWindow;
		return readsAll(stripe, rows, window.rows());
	}

	private boolean readsAll(Portion portion, int rows, long covered) {
		return this.sessions.inTransaction(Limits.CHECK.along(this.keyset),
				() -> this.keyset.isLarge() && scans(this.keyset.plan(this.keyset.first(portion, rows).portion()))
						&& this.keyset.holdsMoreThan(covered * FEW));
	}

	private boolean scans(List<String> plan) {
		String scan = "Seq Scan on " + this.keyset.table();
		return plan.stream()
			.map((line) -> line.replaceFirst("^[ >-]*", ""))
			.anyMatch((line) -> line.equals(scan) || line.startsWith(scan + " "));
	}

}
