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

	private final Sessions sessions;

	private final Limits limits;

	HeldRows(Sessions sessions, KeysetBatches keyset, Drafts drafts, Limits limits) {
		this.sessions = sessions;
		this.keyset = keyset;
		this.drafts = drafts;
		this.limits = limits;
		this.aside = new AsideTable(sessions);
	}

	/**
	 * Makes sure that it is not the table that others hold, in a transaction of its own:
	 * to plan the change takes the lock on the table that the change takes.
	 * @throws StandstillException if it is
	 */
	void requireTable() {
		try {
			this.sessions.inTransaction(this.limits, () -> {
				this.drafts.explain(Optional.empty());
				return true;
			});
		}
		catch (DataAccessException ex) {
			throw Failure.of(ex).isLockTimeout() ? standstill(ex) : ex;
		}
	}

	private StandstillException standstill(DataAccessException cause) {
		String holders = new TableHolders(this.sessions).of(List.of(this.keyset.table()));
		return new StandstillException(
				"another session holds the whole table" + (holders.isEmpty() ? "" : ": " + holders), cause);
	}

	/**
	 * Locks the rows of a portion that nobody holds, and notes the others, in the
	 * caller's transaction.
	 * @return the positions of the others
	 * @throws StandstillException if others hold too many rows
	 */
	List<List<String>> passOver(Claim claim, Portion portion) {
		List<List<String>> held = this.keyset.lockFree(portion);
		requireRoom(claim, held.size());
		this.aside.put(claim, held, Failure.HELD);
		return held;
	}

	/**
	 * Makes sure that more rows may be passed over, in the caller's transaction.
	 * @param more how many more
	 * @throws StandstillException if others hold too many rows
	 */
	void requireRoom(Claim claim, int more) {
		if (more > 0 && this.aside.held(claim.backfill()) + more > MOST) {
			throw new StandstillException("other sessions hold more than " + MOST + " rows", null);
		}
	}

}
