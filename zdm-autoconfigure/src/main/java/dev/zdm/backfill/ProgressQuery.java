package dev.zdm.backfill;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Reads progress from the tables in schema {@code zdm}, the same on every instance. Rates
 * compare the counters with a sample about a minute old.
 */
final class ProgressQuery {

	/** A worker tells at least once a second that it has not forgotten its range. */
	private static final long SILENT_SECONDS = 60;

	/** A column of what is read: tables of an older version are not read. */
	static final String PRESENT = """
			select exists (select from pg_attribute where attrelid = to_regclass('zdm.backfill') and attname = 'prepared')
			""";

	private static final String READ = """
			select b.id, b.name, b.table_name, b.state, b.rows_estimated, b.rows_left, b.started_at, b.finished_at,
			       coalesce(nullif(b.reason, ''), r.pace_reason, '') as reason, b.reason as own_reason,
			       b.hours_from, b.hours_to, b.hours_zone, clock_timestamp() as now,
			       coalesce(b.last_error, r.last_error) as last_error,
			       coalesce(r.rows_seen, 0) as rows_seen, coalesce(r.rows_low, 0) as rows_low, coalesce(r.rows_done, 0) as rows_done,
			       coalesce(r.batches, 0) as batches, coalesce(r.batch_rows, 0) as batch_rows,
			       coalesce(r.window_size, 0) > 0 as striped, coalesce(r.pace, 1) as pace, coalesce(r.rate, 0) as rate, coalesce(r.speed, 0) as speed,
			       extract(epoch from clock_timestamp() - r.touched_at) as silence,
			       a.rows_aside, a.rows_held,
			       exists (select from pg_trigger where tgfoid = to_regprocedure('zdm.in_step_' || b.id || '()')) as in_step,
			       (select o.name from zdm.backfill o
			         where o.table_name = b.table_name and o.id <> b.id
			           and (o.state = 'running' or o.state = 'waiting' and o.prepared and o.hours_from is null
			                                       and o.priority > b.priority)
			         order by o.state limit 1) as occupied_by
			  from (select distinct on (name) * from zdm.backfill order by name, id desc) b
			  left join lateral (
			    select max(r.pace_reason) filter (where not r.ended) as pace_reason, max(r.last_error) as last_error, sum(r.rows_seen) as rows_seen,
			           sum(r.rows_seen) filter (where r.number <= coalesce(low.number, r.number)) as rows_low,
			           sum(r.rows_done) as rows_done, sum(r.batches) as batches, max(r.batch_rows) as batch_rows,
			           max(r.window_size) filter (where not r.done) as window_size,
			           max(r.pace) filter (where not r.ended) as pace, max(r.touched_at) as touched_at,
			           sum((r.rows_done - s.rows_done) / greatest(least(s.age, 60), 1)) as rate,
			           sum(r.rows_seen - s.rows_seen) / nullif(sum(extract(epoch from r.worked - s.worked)), 0)
			             * greatest(count(*) filter (where not r.ended and r.touched_at > clock_timestamp() - interval '10 s'), 1)
			             as speed
			      from zdm.backfill_range r
			     cross join (select min(number) as number from zdm.backfill_range where backfill = b.id and not done) low
			      left join lateral (
			        select x.*, extract(epoch from clock_timestamp() - x.at) as age
			          from zdm.backfill_sample x
			         where x.backfill = r.backfill and x.range = r.number
			         order by case when x.at <= clock_timestamp() - interval '60 seconds' then x.at end desc nulls last, x.at
			         limit 1) s on true
			     where r.backfill = b.id) r on true
			  left join lateral (
			    select count(*) filter (where sql_state <> '55P03') as rows_aside,
			           count(*) filter (where sql_state = '55P03') as rows_held
			      from zdm.backfill_aside where backfill = b.id) a on true
			 where ?::text is null or b.name = ?
			 order by b.id
			""";

	private final Sessions sessions;

	private final PreflightTable preflights;

	ProgressQuery(Sessions sessions) {
		this.sessions = sessions;
		this.preflights = new PreflightTable(sessions);
	}

	/**
	 * The newest backfill of each name. One connection is all it takes, that of the
	 * transaction.
	 * @param name the only name that matters; null for all
	 */
	List<BackfillProgress> read(@Nullable String name) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			if (!this.sessions.jdbc().sql(PRESENT).query(Boolean.class).single()) {
				return List.of();
			}
			return this.sessions.jdbc()
				.sql(READ)
				.param(1, name, java.sql.Types.VARCHAR)
				.param(2, name, java.sql.Types.VARCHAR)
				.query((row, number) -> progress(row))
				.list();
		});
	}

	private BackfillProgress progress(ResultSet row) throws SQLException {
		BackfillState state = BackfillState.of(row.getString("state"));
		boolean running = state == BackfillState.RUNNING;
		boolean done = state == BackfillState.DONE;
		boolean passed = done || row.getObject("finished_at") != null;
		long seen = row.getLong("rows_seen");
		long estimated = row.getLong("rows_estimated");
		long held = row.getLong("rows_held");
		long remaining = passed ? 0 : Math.max(0, estimated - seen) + held;
		Instant now = Objects.requireNonNull(instant(row, "now"));
		DailyHours hours = hours(row);
		boolean rests = BackfillState.TO_BE_WORKED_ON.contains(state) && hours != null && !hours.contains(now);
		Duration timeLeft = (held > 0 && seen >= estimated) ? null
				: timeLeft(passed, remaining, row.getDouble("speed"));
		String reason = (rests && row.getString("own_reason").isEmpty()) ? rest(hours, now) : reason(state, row);
		return new BackfillProgress(row.getString("name"), row.getString("table_name"), state, reason,
				rests ? 0 : running ? row.getDouble("pace") : (done ? 1 : 0), row.getLong("rows_done"), estimated,
				remaining, percent(passed, seen, estimated), percent(passed, row.getLong("rows_low"), estimated),
				running ? row.getDouble("rate") : 0, timeLeft, end(state, now, timeLeft, hours), row.getLong("batches"),
				row.getInt("batch_rows"), row.getBoolean("striped") ? "striped" : "plain", row.getBoolean("in_step"),
				instant(row, "started_at"), instant(row, "finished_at"), row.getString("last_error"),
				number(row, "rows_left"), row.getLong("rows_aside"), held,
				this.preflights.find(row.getLong("id")).orElse(null));
	}

	private static String reason(BackfillState state, ResultSet row) throws SQLException {
		String occupiedBy = row.getString("occupied_by");
		return switch (state) {
			case WAITING -> !row.getString("own_reason").isEmpty() ? row.getString("own_reason")
					: (occupiedBy != null) ? "waits for backfill " + occupiedBy + " on the same table"
							: "waits for an instance that declares it";
			case RUNNING -> (row.getDouble("silence") > SILENT_SECONDS)
					? "no instance has worked on it for %d s".formatted(row.getLong("silence"))
					: row.getString("reason");
			case DONE -> new Remainder(row.getLong("rows_left"), row.getLong("rows_aside")).inWords();
			default -> row.getString("reason");
		};
	}

	private static @Nullable DailyHours hours(ResultSet row) throws SQLException {
		LocalTime from = row.getObject("hours_from", LocalTime.class);
		return (from == null) ? null : new DailyHours(from, row.getObject("hours_to", LocalTime.class),
				ZoneId.of(row.getString("hours_zone")));
	}

	private static String rest(DailyHours hours, Instant now) {
		return "rests until %s, as it is worked on from %s only"
			.formatted(hours.open(now).atZone(hours.zone()).toOffsetDateTime().truncatedTo(ChronoUnit.SECONDS), hours);
	}

	/**
	 * Null where it is not known when, or whether, it goes on.
	 */
	private static @Nullable Instant end(BackfillState state, Instant now, @Nullable Duration timeLeft,
			@Nullable DailyHours hours) {
		if (timeLeft == null || !BackfillState.TO_BE_WORKED_ON.contains(state)) {
			return null;
		}
		return (hours != null) ? hours.end(now, timeLeft) : now.plus(timeLeft);
	}

	private static double percent(boolean passed, long seen, long estimated) {
		if (passed) {
			return 100;
		}
		double percent = (estimated > 0) ? 100.0 * seen / estimated : 0;
		return Math.min(Math.floor(percent * 10) / 10, 99.9);
	}

	private static @Nullable Duration timeLeft(boolean passed, long remaining, double speed) {
		return (passed || speed <= 0) ? null : Duration.ofSeconds(Math.round(remaining / speed));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	private static @Nullable Long number(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

}
