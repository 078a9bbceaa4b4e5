package dev.zdm.backfill;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.zdm.event.BackfillEvent;
import dev.zdm.event.Events;
import dev.zdm.throttle.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log and the listeners what a backfill does. What may change often is logged
 * at most once a minute.
 */
final class Announcer {

	private static final Logger logger = LoggerFactory.getLogger("dev.zdm.backfill");

	private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

	private final Events events;

	private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();

	Announcer(Events events) {
		this.events = events;
	}

	void started(Job job, String table) {
		logger.info("Backfill {} of {} is running", job.name(), table);
		publish(job.name(), BackfillState.RUNNING, "");
	}

	void changed(String name, BackfillState state, String reason) {
		logger.info("Backfill {} is {}", name, state);
		publish(name, state, reason);
	}

	void keepsInStep(Job job, String table) {
		logger.info("Backfill {} keeps rows of {} in step by a trigger from now on", job.name(), table);
	}

	void released(String name, String table) {
		logger.info("Backfill {} keeps rows of {} in step no more", name, table);
	}

	void finished(Job job, Claims.Run run) {
		logger.info("Backfill {} is done: {} rows changed in {} s{}", job.name(), run.rows(), run.seconds(),
				job.backfill().change().inStep() ? "; its trigger stays until it is released" : "");
		Remainder rest = new Remainder(run.left(), run.aside());
		rest.putAside().ifPresent((said) -> logger.warn("Backfill {} is done, but {}", job.name(), said));
		rest.undone().ifPresent((said) -> logger.warn("Backfill {} is done, but {}", job.name(), said));
		publish(job.name(), BackfillState.DONE, "");
	}

	void putAside(Job job, Failure failure) {
		logSeldom("put aside " + job.name(), () -> logger.warn("Backfill {} puts a row aside that it cannot change: {}",
				job.name(), failure.describe()));
	}

	void notMeasured(Job job, Failure failure) {
		logger.debug("The batch that was to say what backfill {} costs failed: {}", job.name(), failure.describe());
	}

	void notOnReplica(Job job, String problem) {
		logSeldom("not on a replica " + job.name(), () -> logger
			.info("What backfill {} leaves over is counted on the primary, as the replica {}", job.name(), problem));
	}

	void takenBack(Job job, int changed) {
		logger.debug("Backfill {} has done a row that was put aside; {} changed", job.name(), changed);
	}

	void failed(Job job, String error) {
		logger.error("Backfill {} has failed and can be resumed: {}", job.name(), error);
		publish(job.name(), BackfillState.FAILED, error);
	}

	void braked(Job job, Pace pace) {
		logSeldom("braked " + job.name(),
				() -> logger.info("Backfill {} is held back by {}", job.name(), pace.reason()));
	}

	void goesOn(Job job) {
		logSeldom("goes on " + job.name(), () -> logger.info("Backfill {} goes on", job.name()));
	}

	void committed(Job job, long rows, long nanos) {
		this.events.publish(new BackfillEvent.BatchCommitted(job.name(), rows, nanos));
	}

	void batchFailed(Job job, Failure failure) {
		logger.debug("A batch of backfill {} was rolled back and will be tried again: {}", job.name(),
				failure.describe());
		if (failure.kind() == Failure.Kind.CONNECTION || failure.kind() == Failure.Kind.OTHER) {
			logSeldom("failure " + job.name(), () -> logger.warn("Backfill {} cannot work and will try again: {}",
					job.name(), failure.describe()));
		}
		this.events.publish(new BackfillEvent.BatchFailed(job.name(), failure.sqlState()));
	}

	private void publish(String name, BackfillState state, String reason) {
		this.events.publish(new BackfillEvent.StateChanged(name, state.toString(), reason));
	}

	private void logSeldom(String what, Runnable log) {
		long now = System.nanoTime();
		Long last = this.lastLogged.get(what);
		if (last == null || now - last > QUIET_NANOS) {
			this.lastLogged.put(what, now);
			log.run();
		}
	}

}
