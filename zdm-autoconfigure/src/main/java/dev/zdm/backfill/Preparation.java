package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Begins backfills that waited for others, for migrations, or for their trigger, when
 * these are done. Only then is it known which rows there are: with a trigger, those that
 * were written before it was there.
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

	private final InStepCatalog inStep;

	private final InStepBeginning triggers;

	/**
	 * Creates it for the backfills of an instance.
	 */
	Preparation(Workshop workshop, List<Job> jobs, InStepTriggers triggers) {
		this.sessions = workshop.sessions();
		this.jobs = jobs.stream()
			.filter((job) -> job.backfill().terms().waits() || job.backfill().change().inStep())
			.toList();
		this.announcer = workshop.announcer();
		this.registration = new Registration(this.sessions);
		this.dependencies = new Dependencies(this.sessions);
		this.table = new BackfillTable(this.sessions);
		this.inStep = new InStepCatalog(this.sessions);
		this.triggers = new InStepBeginning(workshop, triggers);
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
		this.triggers.begin(this.jobs.stream().filter((job) -> ids.contains(job.id()) && lacksTrigger(job)).toList());
	}

	/**
	 * Gives up what it waits for.
	 */
	void stop() {
		this.triggers.stop();
	}

	private boolean lacksTrigger(Job job) {
		return job.backfill().change().inStep() && !this.inStep.isPresent(job.id())
				&& this.dependencies.unmet(job.backfill()).isEmpty();
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
		if (lacksTrigger(job)) {
			return BackfillState.WAITING;
		}
		return this.table.prepare(job.id(), this.registration.extent(job.backfill()));
	}

}
