package dev.zdm.backfill;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The rows of {@code zdm.backfill}. Whoever changes the state locks the row first, then
 * the ranges' rows, always in this order.
 */
final class BackfillTable {

	/** Any number will do, as long as nobody else uses it: the letters "zdm" and a 2. */
	private static final String LOCK_REGISTRATION = "select pg_advisory_xact_lock(2053401858)";

	private static final String FIND = """
			select id, name, fingerprint, table_name, state, key_columns from zdm.backfill
			 where name = ? order by id desc
			""";

	private static final String INSERT = """
			insert into zdm.backfill (name, fingerprint, table_name, key_columns, state, rows_estimated, finished_at)
			values (?, ?, ?, ?, ?, ?, case when ? then now() end) returning id
			""";

	private static final String INSERT_RANGE = """
			insert into zdm.backfill_range (backfill, number, upper_bound) values (?, 1, ?)
			""";

	private static final String LOCK = """
			select id, name, fingerprint, table_name, state, key_columns from zdm.backfill where id = ? for update
			""";

	private static final String NAMES = "select distinct name from zdm.backfill order by name";

	private static final String OCCUPIED = """
			select exists (select from zdm.backfill where table_name = ? and state = 'running')
			""";

	private static final String START = """
			update zdm.backfill set state = 'running', reason = '', started_at = coalesce(started_at, clock_timestamp())
			 where id = ?
			""";

	private static final String CHANGE = """
			update zdm.backfill set state = ?, reason = ?, last_error = coalesce(?, last_error) where id = ?
			""";

	private static final String FINISH = """
			update zdm.backfill b set state = 'done', reason = '', rows_left = ?, finished_at = clock_timestamp()
			 where id = ? and not exists (select from zdm.backfill_range r where r.backfill = b.id and not r.done)
			""";

	private static final String HOLDS = """
			select exists (select from zdm.backfill_range where backfill = ? and number = ? and epoch = ?)
			""";

	private static final String RUN = """
			select extract(epoch from clock_timestamp() - b.started_at)::bigint as seconds,
			       (select sum(rows_done) from zdm.backfill_range r where r.backfill = b.id) as rows
			  from zdm.backfill b where id = ?
			""";

	private static final String UNSCHEDULED = """
			select b.id, r.number
			  from zdm.backfill b join zdm.backfill_range r on r.backfill = b.id
			 where b.id = any(?) and b.state in ('waiting', 'running')
			   and (not r.done or not exists (select from zdm.backfill_range o where o.backfill = b.id and not o.done))
			   and not exists (select from zdm.scheduled_tasks t
			                    where t.task_name = ? || b.name || ':' || b.fingerprint
			                      and t.task_instance = r.number::text)
			""";

	private static final String UNDONE = "select exists (select from zdm.backfill where id = any(?) and state <> 'done')";

	private final Sessions sessions;

	private final RangeTable ranges;

	BackfillTable(Sessions sessions) {
		this.sessions = sessions;
		this.ranges = new RangeTable(sessions);
	}

	void lockRegistration() {
		this.sessions.jdbc().sql(LOCK_REGISTRATION).query((row) -> {
		});
	}

	/**
	 * All definitions that a name has had, the newest first.
	 */
	List<Row> find(String name) {
		return this.sessions.jdbc().sql(FIND).param(name).query(BackfillTable::row).list();
	}

	List<String> names() {
		return this.sessions.jdbc().sql(NAMES).query(String.class).list();
	}

	/**
	 * Adds a backfill and its one range; an empty table is done already.
	 */
	long insert(Backfill backfill, Target target, Optional<List<String>> upper, long rowsEstimated) {
		BackfillState state = upper.isPresent() ? BackfillState.WAITING : BackfillState.DONE;
		long id = this.sessions.jdbc()
			.sql(INSERT)
			.params(backfill.name(), backfill.fingerprint(), target.table(), target.key().signature(), state.toString(),
					rowsEstimated, upper.isEmpty())
			.query(Long.class)
			.single();
		upper.ifPresent((position) -> {
			this.sessions.jdbc().sql(INSERT_RANGE).params(id, RangeTable.array(position)).update();
			this.ranges.sample(id, 1);
		});
		return id;
	}

	/**
	 * Claims a range for a worker, if the backfill is to be worked on and no other one
	 * has the table.
	 */
	Claimed claim(Job job, int number, String worker) {
		try {
			return this.sessions.inTransaction(Limits.JOURNAL, () -> {
				Row row = lock(job.id());
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
				return new Claimed(BackfillState.RUNNING, starts, row.keyColumns(),
						this.ranges.claim(job.id(), number, worker));
			});
		}
		catch (DuplicateKeyException ex) {
			return Claimed.refused(BackfillState.WAITING);
		}
	}

	/**
	 * Ends a backfill, if all of its ranges are done.
	 * @param left how many rows still meet the condition; null when not counted
	 * @return whether it has ended by this
	 * @throws FencedException if the range is no longer the claim's
	 */
	boolean finish(Claim claim, @Nullable Long left) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			lockFor(claim);
			return this.sessions.jdbc()
				.sql(FINISH)
				.param(1, left, java.sql.Types.BIGINT)
				.param(2, claim.backfill())
				.update() > 0;
		});
	}

	/**
	 * Stops a backfill on an error.
	 * @throws FencedException if the range is no longer the claim's
	 */
	void fail(Claim claim, String error) {
		this.sessions.inTransaction(Limits.JOURNAL, () -> {
			lockFor(claim);
			change(claim.backfill(), BackfillState.FAILED, error, error);
			return true;
		});
	}

	/**
	 * Changes the state of the newest backfill of a name on a person's wish. When it
	 * returns, no worker anywhere commits another batch of it, unless it is to be worked
	 * on.
	 * @return whether the state was another one before
	 */
	boolean change(String name, Set<BackfillState> from, BackfillState to, String wish) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			long id = find(name).stream()
				.findFirst()
				.orElseThrow(() -> new UnknownBackfillException(name, names()))
				.id();
			BackfillState state = lock(id).state();
			if (state == to || (to == BackfillState.WAITING && state == BackfillState.RUNNING)) {
				return false;
			}
			if (!from.contains(state)) {
				throw new BackfillStateException(name, state, wish);
			}
			change(id, to, (to == BackfillState.WAITING) ? "" : wish + " on request", null);
			this.ranges.fence(id);
			return true;
		});
	}

	/**
	 * The ranges to be worked on that have no task.
	 */
	List<RangeId> unscheduled(List<Job> jobs) {
		return this.sessions.jdbc()
			.sql(UNSCHEDULED)
			.params(ids(jobs), Job.TASK_PREFIX)
			.query((row, number) -> new RangeId(row.getLong("id"), row.getInt("number")))
			.list();
	}

	boolean allDone(List<Job> jobs) {
		return !this.sessions.jdbc().sql(UNDONE).param(ids(jobs)).query(Boolean.class).single();
	}

	Run run(long id) {
		return this.sessions.jdbc()
			.sql(RUN)
			.param(id)
			.query((row, number) -> new Run(row.getLong("rows"), row.getLong("seconds")))
			.single();
	}

	private void lockFor(Claim claim) {
		Row row = lock(claim.backfill());
		boolean held = this.sessions.jdbc()
			.sql(HOLDS)
			.params(claim.backfill(), claim.number(), claim.epoch())
			.query(Boolean.class)
			.single();
		if (row.state() != BackfillState.RUNNING || !held) {
			throw new FencedException();
		}
	}

	private Row lock(long id) {
		return this.sessions.jdbc().sql(LOCK).param(id).query(BackfillTable::row).single();
	}

	private boolean occupied(Row row) {
		return this.sessions.jdbc().sql(OCCUPIED).param(row.table()).query(Boolean.class).single();
	}

	private void change(long id, BackfillState state, String reason, @Nullable String error) {
		this.sessions.jdbc()
			.sql(CHANGE)
			.params(state.toString(), reason)
			.param(3, error, java.sql.Types.VARCHAR)
			.param(4, id)
			.update();
	}

	private static SqlArrayValue ids(List<Job> jobs) {
		return new SqlArrayValue("bigint", jobs.stream().map(Job::id).toArray());
	}

	private static Row row(ResultSet row, int number) throws SQLException {
		return new Row(row.getLong("id"), row.getString("name"), row.getString("fingerprint"),
				row.getString("table_name"), BackfillState.of(row.getString("state")), row.getString("key_columns"));
	}

	/**
	 * A row.
	 *
	 * @param id its id
	 * @param name the backfill's name
	 * @param fingerprint the definition's fingerprint
	 * @param table the table
	 * @param state the state
	 * @param keyColumns the signature of the key
	 */
	record Row(long id, String name, String fingerprint, String table, BackfillState state, String keyColumns) {
	}

	/**
	 * Tells a range.
	 *
	 * @param backfill the backfill's id
	 * @param number its number
	 */
	record RangeId(long backfill, int number) {
	}

	/**
	 * How a backfill went.
	 *
	 * @param rows how many rows it changed
	 * @param seconds how long ago it began
	 */
	record Run(long rows, long seconds) {
	}

	/**
	 * The outcome of asking for a range.
	 *
	 * @param state the state the backfill is in
	 * @param started whether it began by this
	 * @param keyColumns the signature of the key that its positions are good for
	 * @param claim the claim; null when there is none to be had
	 */
	record Claimed(BackfillState state, boolean started, String keyColumns, @Nullable Claim claim) {

		static Claimed refused(BackfillState state) {
			return new Claimed(state, false, "", null);
		}

	}

}
