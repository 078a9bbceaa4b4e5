package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The rows of {@code zdm.backfill_range} as workers use them. Every change names the
 * epoch it was claimed with and touches nothing when that is no longer the range's.
 */
final class RangeTable {

	private static final String INSERT = """
			insert into zdm.backfill_range (backfill, number, partition, key_columns, upper_bound, lower_bound, cursor)
			values (?, ?, ?, ?, ?, ?, ?)
			""";

	/**
	 * A range that nobody has begun is walked along as the one that was worked on last.
	 */
	private static final String CLAIM = """
			with other as (
			  select batch_rows, window_size, next_stripes, done, touched_at from zdm.backfill_range
			   where backfill = ? and number <> ? and batch_rows is not null)
			update zdm.backfill_range r
			   set epoch = r.epoch + 1, worker = ?, striper = ?, touched_at = clock_timestamp()
			  from (select) one left join lateral (select * from other order by touched_at desc limit 1) last on true
			 where r.backfill = ? and r.number = ?
			returning r.backfill, r.number, r.epoch, r.cursor, r.window_to, r.window_rows, r.stripe, r.stripe_cursor, r.upper_bound,
			       r.done, coalesce(r.batch_rows, last.batch_rows, 0) as batch_rows,
			       coalesce(case when r.batch_rows is null then last.window_size end, r.window_size) as window_size,
			       coalesce(r.stripes, 16) as stripes, coalesce(r.next_stripes, last.next_stripes, 0) as next_stripes, r.partition, r.key_columns,
			       exists (select from other where not done and touched_at > clock_timestamp() - interval '10 seconds')
			         as accompanied
			""";

	/**
	 * What the server calls the updates of a transaction are those of the session that it
	 * has not told yet, which it does once in a second unless it is asked to.
	 */
	private static final String ADVANCE = """
			update zdm.backfill_range
			   set cursor = ?, window_from = ?, window_to = ?, window_rows = ?, stripe = ?, stripe_cursor = ?,
			       window_size = ?, stripes = ?, next_stripes = ?, done = ?, rows_seen = rows_seen + ?, rows_done = rows_done + ?, batches = batches + 1,
			       aside_in_a_row = case when ? > 0 then 0 else aside_in_a_row + ? end,
			       batch_rows = ?, worked = worked + ? * interval '1 microsecond', pace = ?, pace_reason = ?,
			       touched_at = clock_timestamp()
			 where backfill = ? and number = ? and epoch = ?
			   and (cursor, window_to, window_rows, stripe, stripe_cursor) is not distinct from (?, ?, ?, ?, ?)
			returning aside_in_a_row, pg_stat_get_xact_tuples_updated(?) as updated,
			       pg_stat_get_xact_tuples_hot_updated(?) as hot, pg_stat_force_next_flush()
			""";

	private static final String CREDIT = """
			update zdm.backfill_range set rows_done = rows_done + ?, touched_at = clock_timestamp()
			 where backfill = ? and number = ? and epoch = ?
			""";

	private static final String TOUCH = """
			update zdm.backfill_range
			   set pace = ?, pace_reason = ?, last_error = coalesce(?, last_error), touched_at = clock_timestamp()
			 where backfill = ? and number = ? and epoch = ?
			""";

	/** Which windows a worker understands; others must not go on with them. */
	private static final String STRIPES = " 5";

	private static final String RAISE_EPOCH = "update zdm.backfill_range set epoch = epoch + 1 where backfill = ?";

	private final Sessions sessions;

	RangeTable(Sessions sessions) {
		this.sessions = sessions;
	}

	void insert(long backfill, int number, NewRange range) {
		List<@Nullable Object> values = Arrays.asList(backfill, number, range.partition(), range.signature(),
				array(range.upper()), optional(range.lower()), optional(range.lower()));
		this.sessions.jdbc().sql(INSERT).params(values).update();
	}

	/**
	 * Takes a range over from whoever had it; waits for a batch that is being committed.
	 */
	Claim claim(long backfill, int number, String worker) {
		return this.sessions.jdbc()
			.sql(CLAIM)
			.params(backfill, number, worker, worker + STRIPES, backfill, number)
			.query((row, index) -> claim(row))
			.single();
	}

	/**
	 * Moves the position, in the transaction that changed the rows.
	 * @param oid the table whose rows those are
	 * @throws FencedException if the range is no longer the claim's
	 */
	Advanced advance(Claim claim, Advance advance, long oid) {
		Position to = advance.position();
		Batches.Circumstances with = advance.circumstances();
		List<@Nullable Object> values = new ArrayList<>();
		values.add(optional(to.cursor()));
		values.add((to.window() != null) ? optional(to.cursor()) : null);
		values.addAll(columns(to.window()));
		Stride stride = with.stride();
		Window window = to.window();
		Collections.addAll(values, stride.windowSize(), (window != null) ? window.stripe().of() : null,
				stride.stripes(), to.isEnd(claim.upper()), advance.chunk().rows(), advance.changed(), advance.changed(),
				advance.aside(), stride.batchRows(), micros(with.worked()), with.pace().duty(), with.pace().reason(),
				claim.backfill(), claim.number(), claim.epoch());
		values.add(optional(claim.position().cursor()));
		values.addAll(columns(claim.position().window()));
		Collections.addAll(values, oid, oid);
		return this.sessions.jdbc()
			.sql(ADVANCE)
			.params(values)
			.query((row, number) -> new Advanced(row.getInt("aside_in_a_row"), row.getLong("updated"),
					row.getLong("hot")))
			.optional()
			.orElseThrow(FencedException::new);
	}

	/**
	 * Counts rows that were changed out of turn, in the transaction that changed them.
	 * @throws FencedException if the range is no longer the claim's
	 */
	void credit(Claim claim, int changed) {
		int updated = this.sessions.jdbc()
			.sql(CREDIT)
			.params(changed, claim.backfill(), claim.number(), claim.epoch())
			.update();
		if (updated == 0) {
			throw new FencedException();
		}
	}

	/**
	 * Shows why a range stands still.
	 * @throws FencedException if the range is no longer the claim's
	 */
	void touch(Claim claim, double pace, String reason, @Nullable String error) {
		int updated = this.sessions.inTransaction(Limits.JOURNAL,
				() -> this.sessions.jdbc()
					.sql(TOUCH)
					.params(pace, reason)
					.param(3, error, java.sql.Types.VARCHAR)
					.param(4, claim.backfill())
					.param(5, claim.number())
					.param(6, claim.epoch())
					.update());
		if (updated == 0) {
			throw new FencedException();
		}
	}

	/**
	 * Fences every worker of a backfill; waits for batches that are being committed.
	 */
	void fence(long backfill) {
		this.sessions.jdbc().sql(RAISE_EPOCH).param(backfill).update();
	}

	static SqlArrayValue array(List<String> position) {
		return new SqlArrayValue("text", position.toArray());
	}

	static @Nullable SqlArrayValue optional(@Nullable List<String> position) {
		return (position != null) ? array(position) : null;
	}

	private static List<@Nullable Object> columns(@Nullable Window window) {
		return (window == null) ? Arrays.asList(null, null, null, null)
				: Arrays.asList(array(window.to()), window.rows(), window.stripe().number(), optional(window.at()));
	}

	private static long micros(Duration duration) {
		return duration.toNanos() / 1000;
	}

	private static Claim claim(ResultSet row) throws SQLException {
		List<String> windowTo = position(row.getArray("window_to")).orElse(null);
		Window window = (windowTo == null) ? null
				: new Window(List.of(new Window.Part(windowTo, row.getLong("window_rows"))),
						new Stripe(row.getInt("stripe"), row.getInt("stripes"), false),
						position(row.getArray("stripe_cursor")).orElse(null));
		Stride stride = new Stride(row.getInt("batch_rows"), row.getLong("window_size"), row.getInt("next_stripes"),
				row.getBoolean("accompanied"));
		return new Claim(row.getLong("backfill"), row.getInt("number"), row.getLong("epoch"),
				new Position(position(row.getArray("cursor")).orElse(null), window),
				position(row.getArray("upper_bound")).orElseThrow(), row.getBoolean("done"), stride,
				row.getString("partition"), row.getString("key_columns"));
	}

	private static Optional<List<String>> position(@Nullable Array array) throws SQLException {
		return (array != null) ? Optional.of(List.of((String[]) array.getArray())) : Optional.empty();
	}

	/**
	 * What a batch did.
	 *
	 * @param chunk the rows it looked at
	 * @param position where the range is after it
	 * @param changed how many of the rows it changed
	 * @param aside how many of the rows it put aside
	 * @param circumstances what else there is to note
	 */
	record Advance(Chunk chunk, Position position, long changed, int aside, Batches.Circumstances circumstances) {
	}

	/**
	 * What the server says of a transaction in its end.
	 *
	 * @param asideInARow how many rows were put aside since a row was last changed
	 * @param updated how many rows of the table the transaction updated
	 * @param hot how many of them without touching an index
	 */
	record Advanced(int asideInARow, long updated, long hot) {
	}

}
