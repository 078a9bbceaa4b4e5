package dev.zdm.backfill;

import java.time.Duration;
import java.util.OptionalLong;

import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Counts what is left over in a table without a key, in one snapshot: in several, a row
 * that moves from pages still to be read to pages read already would be missed. It stops
 * as soon as it has found more than are put aside, so all of the table is read only for
 * the last time.
 * <p>
 * Meanwhile it holds {@code ACCESS SHARE} on the table, until somebody waits for that,
 * and vacuum keeps what its snapshot can see, as with any query that reads the table
 * once. The lock is taken before the snapshot, as a table that is rewritten in between
 * would look empty to it.
 */
final class PageProof {

	/** Some hundredths of a second. */
	private static final int PAGES = 1024;

	private static final String IN_THE_WAY = """
			select exists (select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
			                where l.locktype = 'relation' and l.relation = ? and not l.granted)
			""";

	private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1));

	/**
	 * Longer than it takes to be told that there is no second connection.
	 */
	private static final String ONE_SNAPSHOT = """
			set transaction isolation level repeatable read;
			set local idle_in_transaction_session_timeout = 60000;
			lock table only\s""";

	private static final Duration TOUCH_EVERY = Duration.ofSeconds(20);

	private static final String REASON = "reads the table once more to see whether a row is left";

	private final Shift shift;

	private final Sessions sessions;

	private final KeysetBatches keyset;

	private final RangeTable ranges;

	private long touched;

	PageProof(Shift shift, KeysetBatches keyset) {
		this.shift = shift;
		this.sessions = shift.workshop().sessions();
		this.keyset = keyset;
		this.ranges = new RangeTable(this.sessions);
	}

	/**
	 * Counts the rows that meet the condition.
	 * @param enough stops when there are more
	 * @return how many; empty if it was told to stop, or had others wait, and is to be
	 * begun anew
	 * @throws FencedException if the range is no longer the claim's
	 */
	OptionalLong left(Claim claim, long enough) {
		this.ranges.touch(claim, 1, REASON, null);
		this.touched = System.nanoTime();
		return this.sessions.inTransaction(LIMITS.along(this.keyset), () -> {
			this.sessions.sql().execute(ONE_SNAPSHOT + this.keyset.table() + " in access share mode");
			return count(claim, enough);
		});
	}

	private OptionalLong count(Claim claim, long enough) {
		Tid last = Tid.of(this.keyset.last().orElse(null));
		long left = 0;
		for (long page = 0; last != null && page <= last.page() && left <= enough; page += PAGES) {
			if (this.shift.calledOff() || isInTheWay()) {
				return OptionalLong.empty();
			}
			touch(claim);
			left += this.keyset.left(Portion.of(new KeyRange(Tid.before(page).position(),
					Tid.endOf(Math.min(page + PAGES - 1, last.page())).position())));
		}
		return OptionalLong.of(left);
	}

	/**
	 * Whether somebody waits for the table, whom it has let pass once it begins anew.
	 */
	private boolean isInTheWay() {
		return this.sessions.jdbc().sql(IN_THE_WAY).param(this.keyset.oid()).query(Boolean.class).single();
	}

	/**
	 * On another connection. A pool may have none to give; then nobody is told.
	 */
	private void touch(Claim claim) {
		if (System.nanoTime() - this.touched < TOUCH_EVERY.toNanos()) {
			return;
		}
		try {
			this.ranges.touch(claim, 1, REASON, null);
		}
		catch (CannotCreateTransactionException ex) {
			// The range looks as if nobody worked on it.
		}
		this.touched = System.nanoTime();
	}

}
