package dev.zdm.backfill;

/**
 * Begins a backfill anew that was done, for rows that meet its condition since. It keeps
 * its number in the journal; its ranges are new.
 */
final class Reopening {

	private static final String EPOCH = "select coalesce(max(epoch), 0) + 1 from zdm.backfill_range where backfill = ?";

	private static final String FORGET = "delete from zdm.backfill_range where backfill = ?";

	private static final String BEGIN = """
			update zdm.backfill
			   set state = ?, reason = '', key_columns = ?, rows_estimated = ?, rows_left = null, last_error = null,
			       started_at = null, finished_at = case when ? then now() end
			 where id = ?
			""";

	/** Nobody who still holds a range of the pass before commits a batch in this one. */
	private static final String FENCE = "update zdm.backfill_range set epoch = ? where backfill = ?";

	private final Sessions sessions;

	private final BackfillTable table;

	private final Registration registration;

	Reopening(Sessions sessions) {
		this.sessions = sessions;
		this.table = new BackfillTable(sessions);
		this.registration = new Registration(sessions);
	}

	/**
	 * Does nothing to one that is not done.
	 * @throws BackfillDefinitionException if it cannot be run any more
	 */
	void reopen(long id, Backfill backfill) {
		this.sessions.inTransaction(Limits.CHECK, () -> {
			this.table.lockRegistration();
			return this.table.lock(id).state() == BackfillState.DONE && begin(id, backfill);
		});
	}

	private boolean begin(long id, Backfill backfill) {
		Registration.Extent extent = this.registration.extent(backfill);
		boolean empty = extent.ranges().isEmpty();
		BackfillState state = empty ? BackfillState.DONE : BackfillState.WAITING;
		long epoch = this.sessions.jdbc().sql(EPOCH).param(id).query(Long.class).single();
		this.sessions.jdbc().sql(FORGET).param(id).update();
		this.sessions.jdbc()
			.sql(BEGIN)
			.params(state.toString(), extent.scope().signature(), extent.rows(), empty, id)
			.update();
		this.table.insertRanges(id, extent.ranges());
		this.sessions.jdbc().sql(FENCE).params(epoch, id).update();
		return true;
	}

}
