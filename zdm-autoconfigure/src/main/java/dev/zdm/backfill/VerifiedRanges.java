package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How far the ranges of {@code zdm.backfill_range} are verified, and what was found.
 */
final class VerifiedRanges {

	private static final String VERIFIED_TO = "select coalesce(verified_to, lower_bound) from zdm.backfill_range where backfill = ? and number = ?";

	private static final String VERIFIED = """
			update zdm.backfill_range
			   set verified_to = ?, rows_left = rows_left + ?, pace = 1, pace_reason = 'counts what is left over on ' || ?,
			       touched_at = clock_timestamp()
			 where backfill = ? and number = ? and epoch = ?
			""";

	private static final String REOPEN = """
			update zdm.backfill_range r set ended = false, verified_to = null, rows_left = 0, aside_in_a_row = 0
			 where backfill = ? and (r.rows_left > 0 or exists (
			   select from zdm.backfill_aside a where a.backfill = r.backfill and a.range = r.number))
			""";

	private final Sessions sessions;

	VerifiedRanges(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Up to where a range was verified.
	 * @return its beginning for nowhere, which is null for that of the table
	 */
	@Nullable List<String> verifiedTo(Claim claim) {
		List<Optional<List<String>>> positions = this.sessions.jdbc()
			.sql(VERIFIED_TO)
			.params(claim.backfill(), claim.number())
			.query((row, number) -> position(row))
			.list();
		return positions.get(0).orElse(null);
	}

	/**
	 * Notes what was counted.
	 * @param to up to where
	 * @param left how many rows are still to be done
	 * @param onReplica whether it was counted there; else in the transaction that notes
	 * it
	 * @throws FencedException if the range is no longer the claim's
	 */
	void verified(Claim claim, List<String> to, long left, boolean onReplica) {
		int updated = this.sessions.jdbc()
			.sql(VERIFIED)
			.params(RangeTable.array(to), left, onReplica ? "a replica" : "the primary", claim.backfill(),
					claim.number(), claim.epoch())
			.update();
		if (updated == 0) {
			throw new FencedException();
		}
	}

	/**
	 * Lets ranges with rows put aside be worked on again, and those with rows left over
	 * be counted again.
	 */
	void reopen(long backfill) {
		new Passes(this.sessions).reopen(backfill);
		this.sessions.jdbc().sql(REOPEN).param(backfill).update();
	}

	private static Optional<List<String>> position(ResultSet row) throws SQLException {
		Array array = row.getArray(1);
		return (array != null) ? Optional.of(List.of((String[]) array.getArray())) : Optional.empty();
	}

}
