package dev.zdm.backfill;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * What workers do to a backfill as a whole: begin it, take a range of it, end it.
 */
final class Claims {

	/**
	 * Also by one that waits and goes first, if there is an instance that would begin it:
	 * its task is looked at every two seconds.
	 */
	private static final String OCCUPIED = """
			select exists (select from zdm.backfill where table_name = ? and state = 'running')
			    or exists (
			      select from zdm.backfill o join zdm.scheduled_tasks t on t.task_name = ? || o.name || ':' || o.fingerprint
			       where o.table_name = ? and o.state = 'waiting' and o.prepared and o.hours_from is null
			         and o.priority > (select priority from zdm.backfill where id = ?)
			         and t.execution_time > now() - interval '5 seconds')
			""";

	private static final String START = """
			update zdm.backfill set state = 'running', reason = '', started_at = coalesce(started_at, clock_timestamp())
			 where id = ?
			""";

	private static final String END = """
			update zdm.backfill_range set ended = true, pace_reason = '' where backfill = ? and number = ?
			""";

	private static final String FINISH = """
			update zdm.backfill b
			   set state = 'done', reason = '', finished_at = clock_timestamp(),
			       rows_left = (select sum(r.rows_left) from zdm.backfill_range r
			                     where r.backfill = b.id and r.verified_to is not null)
			 where id = ? and not exists (select from zdm.backfill_range r where r.backfill = b.id and not r.ended)
			""";

	private static final String HOLDS = """
			select exists (select from zdm.backfill_range where backfill = ? and number = ? and epoch = ?)
			""";

	private static final String RUN = """
			select extract(epoch from clock_timestamp() - b.started_at)::bigint as seconds, coalesce(b.rows_left, 0) as left,
			       (select sum(rows_done) from zdm.backfill_range r where r.backfill = b.id) as rows,
			       (select count(*) from zdm.backfill_aside a where a.backfill = b.id) as aside
			  from zdm.backfill b where id = ?
			""";

	private final Sessions sessions;

	private final BackfillTable table;

	private final RangeTable ranges;

	Claims(Sessions sessions) {
		this.sessions = sessions;
		this.table = new BackfillTable(sessions);
		this.ranges = new RangeTable(sessions);
	}

	/**
	 * Claims a range for a worker, if the backfill is to be worked on and no other one
	 * has the table.
	 */
	Claimed claim(Job job, int number, String worker) {
		try {
			return this.sessions.inTransaction(Limits.JOURNAL, () -> {
				BackfillTable.Row row = this.table.lock(job.id());
				boolean starts = row.state() == BackfillState.WAITING;
				if (!BackfillState.TO_BE_WORKED_ON.contains(row.state())) {
					return Claimed.refused(row.state());
				}
				if (starts && occupied(row)) {
					return Claimed.refused(BackfillState.WAITING);
				}
				if (starts) {
					this.sessions.jdbc().sql(START).param(job.id()).update();
				}
				return new Claimed(BackfillState.RUNNING, starts, row.table(), row.keyColumns(),
						this.ranges.claim(job.id(), number, worker));
			});
		}
		catch (DuplicateKeyException ex) {
			return Claimed.refused(BackfillState.WAITING);
		}
	}

	/**
	 * Ends a range, and the backfill if all of its ranges have ended.
	 * @return whether the backfill has ended by this
	 * @throws FencedException if the range is no longer the claim's
	 */
	boolean finish(Claim claim) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			lockFor(claim);
			end(claim);
			return this.sessions.jdbc().sql(FINISH).param(claim.backfill()).update() > 0;
		});
	}

	/**
	 * Stops a backfill on an error, wherever it is being worked on.
	 * @throws FencedException if the range is no longer the claim's
	 */
	void fail(Claim claim, String error) {
		this.sessions.inTransaction(Limits.JOURNAL, () -> {
			lockFor(claim);
			this.table.set(claim.backfill(), BackfillState.FAILED, error, error);
			this.ranges.fence(claim.backfill());
			return true;
		});
	}

	Run run(long id) {
		return this.sessions.jdbc()
			.sql(RUN)
			.param(id)
			.query((row, number) -> new Run(row.getLong("rows"), row.getLong("seconds"), row.getLong("left"),
					row.getLong("aside")))
			.single();
	}

	/**
	 * Ends a range, in the caller's transaction.
	 */
	void end(Claim claim) {
		this.sessions.jdbc().sql(END).params(claim.backfill(), claim.number()).update();
	}

	/**
	 * Keeps others from changing a backfill's state until the end of the transaction.
	 * @throws FencedException if the range is no longer the claim's
	 */
	void lockFor(Claim claim) {
		BackfillTable.Row row = this.table.lock(claim.backfill());
		boolean held = this.sessions.jdbc()
			.sql(HOLDS)
			.params(claim.backfill(), claim.number(), claim.epoch())
			.query(Boolean.class)
			.single();
		if (row.state() != BackfillState.RUNNING || !held) {
			throw new FencedException();
		}
	}

	private boolean occupied(BackfillTable.Row row) {
		return this.sessions.jdbc()
			.sql(OCCUPIED)
			.params(row.table(), Job.TASK_PREFIX, row.table(), row.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * How a backfill went.
	 *
	 * @param rows how many rows it changed
	 * @param seconds how long ago it began
	 * @param left how many rows still met the condition in the end
	 * @param aside how many rows are put aside
	 */
	record Run(long rows, long seconds, long left, long aside) {
	}

	/**
	 * The outcome of asking for a range.
	 *
	 * @param state the state the backfill is in
	 * @param started whether it began by this
	 * @param table its table, qualified and quoted
	 * @param keyColumns the signature of the key that its positions are good for
	 * @param claim the claim; null when there is none to be had
	 */
	record Claimed(BackfillState state, boolean started, String table, String keyColumns, @Nullable Claim claim) {

		static Claimed refused(BackfillState state) {
			return new Claimed(state, false, "", "", null);
		}

	}

}
