package dev.zdm.backfill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a {@link BackfillRunner}, from its start until all is done or it is stopped.
 * Its thread sees to it that every range that is to be worked on has a task, whatever
 * happened to the one it had: pauses, failures and crashes need no other care.
 */
final class Engine {

	private static final Logger logger = LoggerFactory.getLogger(Engine.class);

	private static final Duration EVERY = Duration.ofSeconds(1);

	private static final int SYNCHRONISE_EVERY = 60;

	private final Map<Long, Job> jobsById;

	private final Workshop workshop;

	private final WorkList work;

	private final Preparation preparation;

	private final StopSign stop = new StopSign();

	private final RangeScheduler scheduler;

	private final Thread thread = new Thread(this::run, "zdm-backfill");

	private final AtomicBoolean stopped = new AtomicBoolean();

	Engine(DataSource dataSource, List<Job> jobs, Workshop workshop) {
		this.jobsById = jobs.stream().collect(Collectors.toMap(Job::id, Function.identity()));
		this.workshop = workshop;
		this.work = new WorkList(workshop.sessions(), jobs);
		this.preparation = new Preparation(workshop, jobs, new InStepTriggers(dataSource, workshop.executor()));
		this.scheduler = new RangeScheduler(dataSource, jobs, workshop, this.stop);
		this.thread.setDaemon(true);
	}

	void start() {
		this.workshop.throttle().start();
		this.scheduler.start();
		this.thread.start();
	}

	boolean isRunning() {
		return !this.stopped.get();
	}

	void stop() {
		if (this.stopped.compareAndSet(false, true)) {
			this.preparation.stop();
			this.scheduler.stop();
			this.workshop.throttle().stop();
		}
	}

	private void run() {
		int rounds = 0;
		while (!this.stop.isRaised()) {
			try {
				if (this.work.allDone()) {
					stop();
					return;
				}
				if (++rounds % SYNCHRONISE_EVERY == 0) {
					this.scheduler.synchroniseClock();
				}
				this.preparation.look();
				this.work.unscheduled().forEach(this::schedule);
			}
			catch (RuntimeException ex) {
				logger.debug("Cannot look for work; will look again", ex);
			}
			this.stop.await(EVERY);
		}
	}

	private void schedule(WorkList.RangeId range) {
		Job job = this.jobsById.get(range.backfill());
		if (job != null) {
			this.scheduler.schedule(job, range.number());
		}
	}

}
