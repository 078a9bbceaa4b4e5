package dev.zdm.journal;

/**
 * Tells which entries of the journal nobody works on any more: the session that sent the
 * statement is gone, and with it the process, or its connection. Where a pooler hides the
 * session, only time can tell. An entry that was taken for interrupted and comes to its
 * end after all is written as such.
 */
final class InterruptedRuns {

	/**
	 * The running entries whose session is gone; a start that is hidden counts as the
	 * same.
	 */
	private static final String GONE = """
			outcome = 'running' and case when m.backend_pid is null then m.started_at < now() - interval '1 day'
			    else not exists (select from pg_stat_get_activity(m.backend_pid) a
			        where a.backend_start is null or a.backend_start = m.backend_start) end
			""";

	static final String FIND = "select exists (select from zdm.migration m where " + GONE + ")";

	/** Who is changed by somebody else at this moment is passed over. */
	static final String MARK = """
			with gone as (
			    select id from zdm.migration m where %s for update skip locked
			), marked as (
			    update zdm.migration m set outcome = 'interrupted', error = 'the session that ran it is gone'
			    from gone where m.id = gone.id
			)
			update zdm.migration_step s set outcome = 'interrupted' from gone
			where s.migration = gone.id and s.outcome = 'running'
			""".formatted(GONE);

	private InterruptedRuns() {
	}

}
