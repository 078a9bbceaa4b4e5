package dev.zdm.backfill;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Asks how a definition stands.
 */
final class OutlookQuery {

	private static final String COUNT = "select count(*) ";

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
		Long rows = (known && !tells(backfill)) ? progress.map(BackfillProgress::rowsRemaining).orElse(null)
				: count(backfill, limit);
		return new BackfillOutlook(progress.orElse(null), rows);
	}

	/**
	 * Whether the rows themselves tell what is still to be done.
	 */
	static boolean tells(Backfill backfill) {
		return leftSql(backfill) != null;
	}

	private static @Nullable String leftSql(Backfill backfill) {
		return backfill.change().leftSql(backfill.table(), "true", backfill.where());
	}

	/** Null when it takes too long, or none are to be counted. */
	private @Nullable Long count(Backfill backfill, long limit) {
		if (limit == 0) {
			return null;
		}
		String left = leftSql(backfill);
		String where = (backfill.where() != null) ? " where (\n" + backfill.where() + "\n)" : "";
		String all = (left != null) ? left : COUNT + "from " + backfill.table() + where;
		String sql = COUNT + "from (select " + all.substring(COUNT.length()) + " limit " + limit + ") counted";
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
