package dev.zdm.backfill;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code zdm.backfill}. Whoever changes the state locks the row first, then
 * the ranges' rows, always in this order.
 */
final class BackfillTable {

	/** Any number will do, as long as nobody else uses it: the letters "zdm" and a 2. */
	private static final String LOCK_REGISTRATION = "select pg_advisory_xact_lock(2053401858)";

	private static final String FIND = """
			select id, name, fingerprint, table_name, state, key_columns, prepared from zdm.backfill
			 where name = ? order by id desc
			""";

	private static final String INSERT = """
			insert into zdm.backfill (name, fingerprint, table_name, key_columns, state, rows_estimated, finished_at)
			values (?, ?, ?, ?, ?, ?, case when ? then now() end) returning id
			""";

	private static final String LOCK = """
			select id, name, fingerprint, table_name, state, key_columns, prepared from zdm.backfill where id = ? for update
			""";

	/** Before its ranges are fixed. */
	private static final String INSERT_WAITING = """
			insert into zdm.backfill (name, fingerprint, table_name, key_columns, state, reason, rows_estimated, prepared)
			values (?, ?, ?, '', 'waiting', ?, 0, false) returning id
			""";

	private static final String PREPARE = """
			update zdm.backfill
			   set prepared = true, reason = '', table_name = ?, key_columns = ?, rows_estimated = ?, state = ?,
			       finished_at = case when ? then clock_timestamp() end
			 where id = ?
			""";

	private static final String EXPLAIN = """
			update zdm.backfill set reason = ? where id = ? and state = 'waiting' and reason is distinct from ?
			""";

	private static final String FAIL = """
			update zdm.backfill set state = 'failed', reason = ?, last_error = ? where id = ? and state = 'waiting'
			""";

	private static final String DECLARE = """
			update zdm.backfill set priority = ?, hours_from = ?::time, hours_to = ?::time, hours_zone = ? where id = ?
			""";

	private static final String TASKS = """
			update zdm.scheduled_tasks set priority = ?, execution_time = least(execution_time, now())
			 where task_name = ? and not picked
			""";

	private static final String NAMES = "select distinct name from zdm.backfill order by name";

	private static final String CHANGE = """
			update zdm.backfill set state = ?, reason = ?, last_error = coalesce(?, last_error) where id = ?
			""";

	private final Sessions sessions;

	private final RangeTable ranges;

	private final AsideTable aside;

	BackfillTable(Sessions sessions) {
		this.sessions = sessions;
		this.aside = new AsideTable(sessions);
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

	/**
	 * What is known of a definition.
	 */
	Optional<Row> find(Backfill backfill) {
		return find(backfill.name()).stream()
			.filter((row) -> row.fingerprint().equals(backfill.fingerprint()))
			.findFirst();
	}

	List<String> names() {
		return this.sessions.jdbc().sql(NAMES).query(String.class).list();
	}

	/**
	 * Adds a backfill and its ranges; without any it is done already.
	 */
	long insert(Backfill backfill, Scope scope, List<NewRange> ranges, long rowsEstimated) {
		BackfillState state = ranges.isEmpty() ? BackfillState.DONE : BackfillState.WAITING;
		long id = this.sessions.jdbc()
			.sql(INSERT)
			.params(backfill.name(), backfill.fingerprint(), scope.table(), scope.signature(), state.toString(),
					rowsEstimated, ranges.isEmpty())
			.query(Long.class)
			.single();
		insertRanges(id, ranges);
		return id;
	}

	/**
	 * Adds a backfill that waits for others.
	 * @param reason what for
	 */
	long insertWaiting(Backfill backfill, String table, String reason) {
		return this.sessions.jdbc()
			.sql(INSERT_WAITING)
			.params(backfill.name(), backfill.fingerprint(), table, reason)
			.query(Long.class)
			.single();
	}

	/**
	 * Fixes the ranges of one that waited; without any it is done.
	 */
	BackfillState prepare(long id, Registration.Extent extent) {
		boolean empty = extent.ranges().isEmpty();
		BackfillState state = empty ? BackfillState.DONE : BackfillState.WAITING;
		this.sessions.jdbc()
			.sql(PREPARE)
			.params(extent.scope().table(), extent.scope().signature(), extent.rows(), state.toString(), empty, id)
			.update();
		insertRanges(id, extent.ranges());
		return state;
	}

	/**
	 * Shows what one waits for.
	 */
	void explain(long id, String reason) {
		this.sessions.jdbc().sql(EXPLAIN).params(reason, id, reason).update();
	}

	/**
	 * Stops one that waits on an error.
	 */
	void fail(long id, String error) {
		this.sessions.jdbc().sql(FAIL).params(error, error, id).update();
	}

	/**
	 * Notes when one is worked on, by the newest instance's word, and has it looked at.
	 */
	void declare(Job job) {
		Terms terms = job.backfill().terms();
		DailyHours hours = terms.hours();
		List<@Nullable Object> values = Arrays.asList(terms.priority(),
				(hours != null) ? hours.from().toString() : null, (hours != null) ? hours.to().toString() : null,
				(hours != null) ? hours.zone().getId() : null, job.id());
		this.sessions.jdbc().sql(DECLARE).params(values).update();
		this.sessions.jdbc().sql(TASKS).params(terms.priority(), job.taskName()).update();
	}

	void insertRanges(long id, List<NewRange> ranges) {
		int number = 0;
		for (NewRange range : ranges) {
			this.ranges.insert(id, ++number, range);
			new SampleTable(this.sessions).take(id, number);
		}
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
			if (!from.contains(state) && !(to == BackfillState.WAITING && hasRest(id))) {
				throw new BackfillStateException(name, state, wish);
			}
			if (to == BackfillState.WAITING) {
				this.aside.reopen(id);
				new VerifiedRanges(this.sessions).reopen(id);
			}
			set(id, to, (to == BackfillState.WAITING) ? "" : wish + " on request", null);
			this.ranges.fence(id);
			return true;
		});
	}

	/**
	 * Whether rows are put aside, or were left over at the last count.
	 */
	private boolean hasRest(long id) {
		return this.aside.count(id) > 0 || this.sessions.jdbc()
			.sql("select coalesce(rows_left, 0) > 0 from zdm.backfill where id = ?")
			.param(id)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Reads a row and keeps others from changing it until the end of the transaction.
	 */
	Row lock(long id) {
		return this.sessions.jdbc().sql(LOCK).param(id).query(BackfillTable::row).single();
	}

	void set(long id, BackfillState state, String reason, @Nullable String error) {
		this.sessions.jdbc()
			.sql(CHANGE)
			.params(state.toString(), reason)
			.param(3, error, java.sql.Types.VARCHAR)
			.param(4, id)
			.update();
	}

	private static Row row(ResultSet row, int number) throws SQLException {
		return new Row(row.getLong("id"), row.getString("name"), row.getString("fingerprint"),
				row.getString("table_name"), BackfillState.of(row.getString("state")), row.getString("key_columns"),
				row.getBoolean("prepared"));
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
	 * @param prepared whether its ranges are fixed; else it waits for others
	 */
	record Row(long id, String name, String fingerprint, String table, BackfillState state, String keyColumns,
			boolean prepared) {
	}

}
