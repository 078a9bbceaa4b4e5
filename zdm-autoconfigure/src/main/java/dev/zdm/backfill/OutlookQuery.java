package dev.zdm.backfill;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Asks how a definition stands.
 */
final class OutlookQuery {

	private final Sessions sessions;

	private final Backfills backfills;

	OutlookQuery(Sessions sessions, Backfills backfills) {
		this.sessions = sessions;
		this.backfills = backfills;
	}

	/**
	 * Reads.
	 * @param limit how many rows to count at most; 0 leaves the table alone
	 * @throws BackfillDefinitionException if the server does not take the condition
	 */
	BackfillOutlook read(Backfill backfill, long limit) {
		boolean known = new BackfillTable(this.sessions).find(backfill).isPresent();
		Optional<BackfillProgress> progress = known ? this.backfills.find(backfill.name()) : Optional.empty();
		boolean whole = backfill.where() == null;
		Long rows = (whole && known) ? progress.map(BackfillProgress::rowsRemaining).orElse(null)
				: count(backfill, limit);
		return new BackfillOutlook(progress.orElse(null), rows);
	}

	/** Null when it takes too long, or none are to be counted. */
	private @Nullable Long count(Backfill backfill, long limit) {
		if (limit == 0) {
			return null;
		}
		String where = (backfill.where() != null) ? " where (\n" + backfill.where() + "\n)" : "";
		String sql = "select count(*) from (select from " + backfill.table() + where + " limit " + limit + ") counted";
		try {
			return this.sessions.inTransaction(Limits.CHECK, () -> this.sessions.sql().queryForObject(sql, Long.class));
		}
		catch (DataAccessException ex) {
			Failure failure = Failure.of(ex);
			if (failure.isStatementTimeout()) {
				return null;
			}
			if (failure.kind() == Failure.Kind.OTHER || failure.kind() == Failure.Kind.ROW) {
				throw new BackfillDefinitionException(backfill.name(),
						"the server refuses it with " + failure.describe() + ". Correct table, set or where");
			}
			throw ex;
		}
	}

}
