package dev.zdm.backfill;

import java.sql.SQLException;
import java.util.List;

import dev.zdm.execute.LockNotAcquiredException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the triggers that backfills need before they begin, in a thread of its own: the
 * locks may take minutes. What does not succeed is tried again when it is next looked at.
 * Safe for use by several threads.
 */
final class InStepBeginning {

	private static final Logger logger = LoggerFactory.getLogger(InStepBeginning.class);

	private final Workshop workshop;

	private final InStepTriggers triggers;

	private final BackfillTable table;

	private @Nullable Thread thread;

	InStepBeginning(Workshop workshop, InStepTriggers triggers) {
		this.workshop = workshop;
		this.triggers = triggers;
		this.table = new BackfillTable(workshop.sessions());
	}

	/**
	 * Creates triggers, unless it is still at it.
	 */
	synchronized void begin(List<Job> jobs) {
		if (!jobs.isEmpty() && (this.thread == null || !this.thread.isAlive())) {
			this.thread = new Thread(() -> jobs.forEach(this::create), "zdm-backfill-trigger");
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	/**
	 * Gives up what it waits for.
	 */
	synchronized void stop() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	private void create(Job job) {
		if (Thread.currentThread().isInterrupted()) {
			return;
		}
		try {
			tryToCreate(job);
		}
		catch (RuntimeException ex) {
			logger.debug("Backfill {} has no trigger yet; will look again", job.name(), ex);
		}
	}

	private void tryToCreate(Job job) {
		try {
			String name = this.triggers.create(job, new InStepWaits((reason) -> explain(job, reason)));
			if (name != null) {
				this.workshop.announcer().keepsInStep(job, name);
			}
		}
		catch (LockNotAcquiredException ex) {
			if (!Thread.currentThread().isInterrupted()) {
				this.table.explain(job.id(), String.valueOf(ex.getMessage()));
			}
		}
		catch (FencedException ex) {
			logger.debug("Backfill {} needs no trigger any more", job.name());
		}
		catch (BackfillDefinitionException ex) {
			fail(job, String.valueOf(ex.getMessage()));
		}
		catch (SQLException | RuntimeException ex) {
			Failure failure = Failure
				.of((ex instanceof RuntimeException known) ? known : new IllegalStateException(ex));
			this.workshop.announcer().batchFailed(job, failure);
			if (failure.kind() == Failure.Kind.OTHER || failure.kind() == Failure.Kind.ROW) {
				fail(job, "its trigger cannot be created: " + failure.describe());
			}
		}
	}

	/**
	 * Shows what it waits for.
	 * @throws FencedException if there is nothing to wait for any more
	 */
	private void explain(Job job, String reason) {
		this.table.explain(job.id(), reason);
		if (this.table.find(job.backfill()).filter((row) -> row.state() == BackfillState.WAITING).isEmpty()) {
			throw new FencedException();
		}
	}

	private void fail(Job job, String error) {
		this.table.fail(job.id(), error);
		this.workshop.announcer().failed(job, error);
	}

}
