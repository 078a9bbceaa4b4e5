package dev.zdm.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which instance works on which range: a private db-scheduler on its own table.
 * Nothing depends on its decisions but the time of day; who works on a range without
 * having it is fenced by the range's epoch.
 */
final class RangeScheduler {

	private static final Logger logger = LoggerFactory.getLogger(RangeScheduler.class);

	private static final int MISSED_HEARTBEATS = 4;

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final Duration LATER = Duration.ofSeconds(2);

	private static final Duration WHILE_RESTING = Duration.ofMinutes(1);

	private static final Duration NEVER = Duration.ofDays(36_500);

	private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

	private final Workshop workshop;

	private final StopSign stop;

	private final DatabaseClock clock;

	private final Scheduler scheduler;

	RangeScheduler(DataSource dataSource, List<Job> jobs, Workshop workshop, StopSign stop) {
		this.workshop = workshop;
		this.stop = stop;
		this.clock = workshop.clock();
		List<Task<?>> tasks = new ArrayList<>();
		jobs.forEach((job) -> tasks.add(task(job)));
		int workers = workshop.settings().workers();
		this.scheduler = Scheduler.create(dataSource, tasks)
			.schedulerName(new SchedulerName.Fixed(workshop.worker()))
			.tableName("zdm.scheduled_tasks")
			.jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
			.commitWhenAutocommitDisabled(true)
			.pollUsingLockAndFetch(0.5, 1.0)
			.pollingInterval(POLL)
			.enableImmediateExecution()
			.enablePriority()
			.heartbeatInterval(workshop.settings().heartbeat())
			.missedHeartbeatsLimit(MISSED_HEARTBEATS)
			.deleteUnresolvedAfter(NEVER)
			.shutdownMaxWait(STOP_WITHIN)
			.threads(workers)
			.executorService(Executors.newFixedThreadPool(workers, threads("zdm-backfill-")))
			.dueExecutor(Executors.newSingleThreadExecutor(threads("zdm-backfill-due-")))
			.housekeeperExecutor(Executors.newScheduledThreadPool(2, threads("zdm-backfill-housekeeper-")))
			.clock(this.clock)
			.build();
	}

	void start() {
		this.clock.synchronise();
		this.scheduler.start();
	}

	/**
	 * Gives a range a task, unless it has one.
	 */
	void schedule(Job job, int number) {
		this.scheduler.scheduleIfNotExists(new TaskInstance.Builder<Void>(job.taskName(), Integer.toString(number))
			.priority(job.backfill().terms().priority())
			.build(), this.clock.now());
	}

	void synchroniseClock() {
		this.clock.synchronise();
	}

	void stop() {
		this.stop.raise();
		this.scheduler.stop();
	}

	private Task<Void> task(Job job) {
		return Tasks.custom(job.taskName(), Void.class)
			.onDeadExecution((complete, operations) -> operations.reschedule(complete, this.clock.now()))
			.onFailure((complete, operations) -> operations.reschedule(complete, this.clock.now().plus(LATER)))
			.execute((instance, context) -> complete(job, slice(job, Integer.parseInt(instance.getId()))));
	}

	private Next slice(Job job, int number) {
		return this.stop.isRaised() ? Next.AT_ONCE : new Slice(new Shift(job, this.workshop, this.stop)).run(number);
	}

	private CompletionHandler<Void> complete(Job job, Next next) {
		return (complete, operations) -> {
			try {
				switch (next) {
					case AT_ONCE -> operations.reschedule(complete, this.clock.now());
					case IN_ITS_HOURS -> operations.reschedule(complete, opening(job, this.clock.now()));
					case LATER -> operations.reschedule(complete, this.clock.now().plus(LATER));
					case NEVER -> operations.stop();
				}
			}
			catch (RuntimeException ex) {
				logger.debug("The task was taken over, or the database is away; others will find it", ex);
			}
		};
	}

	/**
	 * When to look again at one that rests: the hours that another instance declares may
	 * be others.
	 */
	private static Instant opening(Job job, Instant now) {
		DailyHours hours = job.backfill().terms().hours();
		Instant latest = now.plus(WHILE_RESTING);
		return (hours == null || hours.open(now).isAfter(latest)) ? latest : hours.open(now);
	}

	private static ThreadFactory threads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

}
