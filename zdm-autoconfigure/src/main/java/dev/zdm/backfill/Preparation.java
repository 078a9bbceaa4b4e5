package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Begins backfills that waited for others, or for migrations, when these are done. Only
 * then is it known which rows there are.
 */
final class Preparation {

	private static final String UNPREPARED = """
			select id from zdm.backfill where id = any(?) and not prepared and state = 'waiting' order by id
			""";

	private final Sessions sessions;

	private final List<Job> jobs;

	private final Announcer announcer;

	private final Registration registration;

	private final Dependencies dependencies;

	private final BackfillTable table;

	/**
	 * Creates it for the backfills of an instance.
	 */
	Preparation(Sessions sessions, List<Job> jobs, Announcer announcer, int workers) {
		this.sessions = sessions;
		this.jobs = jobs.stream().filter((job) -> job.backfill().terms().waits()).toList();
		this.announcer = announcer;
		this.registration = new Registration(sessions, workers);
		this.dependencies = new Dependencies(sessions);
		this.table = new BackfillTable(sessions);
	}

	/**
	 * Looks which may begin, and shows what the others wait for.
	 */
	void look() {
		if (this.jobs.isEmpty()) {
			return;
		}
		List<Long> ids = this.sessions.jdbc()
			.sql(UNPREPARED)
			.param(new SqlArrayValue("bigint", this.jobs.stream().map(Job::id).toArray()))
			.query(Long.class)
			.list();
		this.jobs.stream().filter((job) -> ids.contains(job.id())).forEach(this::prepare);
	}

	private void prepare(Job job) {
		try {
			BackfillState state = this.sessions.inTransaction(Limits.CHECK, () -> begin(job));
			if (state == BackfillState.DONE) {
				this.announcer.changed(job.name(), state, "there is nothing to do");
			}
		}
		catch (BackfillDefinitionException ex) {
			String error = String.valueOf(ex.getMessage());
			this.sessions.inTransaction(Limits.JOURNAL, () -> {
				this.table.fail(job.id(), error);
				return true;
			});
			this.announcer.failed(job, error);
		}
	}

	private BackfillState begin(Job job) {
		this.table.lockRegistration();
		BackfillTable.Row row = this.table.lock(job.id());
		if (row.prepared() || row.state() != BackfillState.WAITING) {
			return row.state();
		}
		Optional<String> unmet = this.dependencies.unmet(job.backfill());
		if (unmet.isPresent()) {
			this.table.explain(job.id(), unmet.get());
			return BackfillState.WAITING;
		}
		return this.table.prepare(job.id(), this.registration.extent(job.backfill()));
	}

}
