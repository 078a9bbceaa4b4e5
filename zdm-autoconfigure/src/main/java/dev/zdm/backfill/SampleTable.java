package dev.zdm.backfill;

/**
 * The rows of {@code zdm.backfill_sample}: the last few readings of the ranges' counters.
 */
final class SampleTable {

	/** At most one every five seconds, twenty in all. */
	private static final String SAMPLE = """
			insert into zdm.backfill_sample (backfill, range, slot, at, rows_seen, rows_done, worked)
			select backfill, number, (extract(epoch from clock_timestamp())::bigint / 5) % 20, clock_timestamp(),
			       rows_seen, rows_done, worked
			  from zdm.backfill_range where backfill = ? and number = ?
			on conflict (backfill, range, slot) do update
			   set at = excluded.at, rows_seen = excluded.rows_seen, rows_done = excluded.rows_done, worked = excluded.worked
			 where backfill_sample.at < clock_timestamp() - interval '5 seconds'
			""";

	private final Sessions sessions;

	SampleTable(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Reads the counters of a range, unless that was done just now.
	 */
	void take(long backfill, int number) {
		this.sessions.jdbc().sql(SAMPLE).params(backfill, number).update();
	}

}
