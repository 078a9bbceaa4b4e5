package dev.zdm.backfill;

import java.util.List;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * What is left to do for an instance that declares some backfills.
 */
final class WorkList {

	private static final String UNSCHEDULED = """
			select b.id, r.number
			  from zdm.backfill b join zdm.backfill_range r on r.backfill = b.id
			 where b.id = any(?) and b.state in ('waiting', 'running')
			   and not r.ended
			   and not exists (select from zdm.scheduled_tasks t
			                    where t.task_name = ? || b.name || ':' || b.fingerprint
			                      and t.task_instance = r.number::text)
			 order by b.priority desc, b.id, r.number
			""";

	/**
	 * Rows that are put aside or left over can be asked for again: somebody must be
	 * there.
	 */
	private static final String UNDONE = """
			select exists (select from zdm.backfill b where id = any(?)
			   and (state <> 'done' or rows_left > 0 or exists (select from zdm.backfill_aside a where a.backfill = b.id)))
			""";

	private final Sessions sessions;

	private final List<Job> jobs;

	WorkList(Sessions sessions, List<Job> jobs) {
		this.sessions = sessions;
		this.jobs = List.copyOf(jobs);
	}

	/**
	 * The ranges to be worked on that have no task, those to be done first at the front.
	 */
	List<RangeId> unscheduled() {
		return this.sessions.jdbc()
			.sql(UNSCHEDULED)
			.params(ids(), Job.TASK_PREFIX)
			.query((row, number) -> new RangeId(row.getLong("id"), row.getInt("number")))
			.list();
	}

	boolean allDone() {
		return !this.sessions.jdbc().sql(UNDONE).param(ids()).query(Boolean.class).single();
	}

	private SqlArrayValue ids() {
		return new SqlArrayValue("bigint", this.jobs.stream().map(Job::id).toArray());
	}

	/**
	 * Tells a range.
	 *
	 * @param backfill the backfill's id
	 * @param number its number
	 */
	record RangeId(long backfill, int number) {
	}

}
