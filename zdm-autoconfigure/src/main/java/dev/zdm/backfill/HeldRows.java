package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;

import org.springframework.dao.DataAccessException;

/**
 * Passes over rows that others hold, within a batch: what is free is locked, what is not
 * is noted, to be done when the rest of the range is.
 */
final class HeldRows {

	/** A holder of more is waited for: to note each row would cost more than that. */
	private static final int MOST = 10_000;

	private final KeysetBatches keyset;

	private final Drafts drafts;

	private final AsideTable aside;

	HeldRows(Sessions sessions, KeysetBatches keyset, Drafts drafts) {
		this.keyset = keyset;
		this.drafts = drafts;
		this.aside = new AsideTable(sessions);
	}

	/**
	 * Locks the rows of a portion that nobody holds, and notes the others, in the
	 * caller's transaction.
	 * @return the positions of the others
	 * @throws StandstillException if others hold the table, or too many rows
	 */
	List<List<String>> passOver(Claim claim, Portion portion) {
		requireTable();
		List<List<String>> held = this.keyset.lockFree(portion);
		limit(claim, held.size());
		this.aside.put(claim, held, Failure.HELD);
		return held;
	}

	/**
	 * Makes sure that more rows may be passed over, in the caller's transaction.
	 * @param more how many more
	 * @throws StandstillException if others hold the table, or too many rows
	 */
	void requireRoom(Claim claim, int more) {
		requireTable();
		limit(claim, more);
	}

	private void limit(Claim claim, int more) {
		if (more > 0 && this.aside.held(claim.backfill()) + more > MOST) {
			throw new StandstillException("other sessions hold more than " + MOST + " rows", null);
		}
	}

	/** To plan the change takes the lock on the table that the change takes. */
	private void requireTable() {
		try {
			this.drafts.explain(Optional.empty());
		}
		catch (DataAccessException ex) {
			throw Failure.of(ex).isLockTimeout() ? new StandstillException("another session holds the whole table", ex)
					: ex;
		}
	}

}
