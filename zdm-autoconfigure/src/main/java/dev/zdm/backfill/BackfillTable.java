package dev.zdm.backfill;

import java.sql.ResultSet;
import java.sql.SQLException;
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
			select id, name, fingerprint, table_name, state, key_columns from zdm.backfill
			 where name = ? order by id desc
			""";

	private static final String INSERT = """
			insert into zdm.backfill (name, fingerprint, table_name, key_columns, state, rows_estimated, finished_at)
			values (?, ?, ?, ?, ?, ?, case when ? then now() end) returning id
			""";

	private static final String LOCK = """
			select id, name, fingerprint, table_name, state, key_columns from zdm.backfill where id = ? for update
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
			if (!from.contains(state) && !(to == BackfillState.WAITING && this.aside.count(id) > 0)) {
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

}
