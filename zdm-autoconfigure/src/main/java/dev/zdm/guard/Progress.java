package dev.zdm.guard;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.zdm.event.Events;
import dev.zdm.event.StatementEvent;
import dev.zdm.execute.Blocker;
import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.PlanListener;
import dev.zdm.execute.StepProgress;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.plan.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one statement and tells the journal, the listeners and the log. What goes wrong
 * with telling never stops the statement.
 */
final class Progress implements PlanListener {

	private static final Logger logger = LoggerFactory.getLogger(Progress.class);

	private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

	private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

	private final MigrationJournal journal;

	private final Events events;

	private final long id;

	private final String kind;

	private int attempts;

	private Duration waited = Duration.ZERO;

	/** Also written by the thread that looks how far a step is. */
	private volatile List<String> blockers = List.of();

	private long reported = System.nanoTime() - BETWEEN_REPORTS.toNanos();

	private volatile long warned = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

	private int position;

	Progress(MigrationJournal journal, Events events, long id, String kind) {
		this.journal = journal;
		this.events = events;
		this.id = id;
		this.kind = kind;
	}

	@Override
	public void attempted(boolean acquired, Duration allowed) {
		this.attempts++;
		this.events.publish(new StatementEvent.LockAttempted(this.kind, acquired, allowed));
	}

	@Override
	public void blocked(List<Blocker> sessions, int waiting) {
		this.blockers = sessions.stream().map(Blocker::toString).toList();
		long now = System.nanoTime();
		if (now - this.reported >= BETWEEN_REPORTS.toNanos()) {
			this.reported = now;
			note(() -> this.journal.waiting(this.id, waiting()));
		}
		if (now - this.warned >= BETWEEN_WARNINGS.toNanos()) {
			this.warned = now;
			logger.warn("{} waits, beside the queue, for a long transaction to end, behind which {} sessions wait: {}",
					this.kind, waiting, String.join("; ", this.blockers));
		}
	}

	@Override
	public void removed(Blocker blocker, BlockerPolicy.Action action) {
		this.events.publish(new StatementEvent.BlockerRemoved(this.kind, action.name().toLowerCase(Locale.ROOT)));
	}

	@Override
	public void progressed(int step, StepProgress progress) {
		note(() -> this.journal.progress(this.id, step, progress.text()));
		if (progress.awaited().isEmpty()) {
			return;
		}
		this.blockers = progress.awaited().stream().map(Blocker::toString).toList();
		note(() -> this.journal.awaiting(this.id, this.blockers));
		long now = System.nanoTime();
		if (now - this.warned >= BETWEEN_WARNINGS.toNanos()) {
			this.warned = now;
			logger.warn("Step {} of {} ({}) has to wait for these to end, and {} sessions wait for it: {}", step + 1,
					this.kind, progress.text().isEmpty() ? "running" : progress.text(), progress.behind(),
					String.join("; ", this.blockers));
		}
	}

	@Override
	public void waited(Duration duration) {
		this.waited = this.waited.plus(duration);
	}

	@Override
	public void started(int step, Step what) {
		this.position = step;
		logger.debug("Step {}: {}", step + 1, what.sql());
		note(() -> this.journal.startStep(this.id, step));
	}

	@Override
	public void finished(int step, boolean alreadyDone) {
		note(() -> this.journal.finishStep(this.id, step, alreadyDone ? "already done" : "done"));
	}

	void stepFailed() {
		note(() -> this.journal.finishStep(this.id, this.position, "failed"));
	}

	Duration waited() {
		return this.waited;
	}

	MigrationJournal.Waiting waiting() {
		return new MigrationJournal.Waiting(this.attempts, this.waited.toMillis(), this.blockers);
	}

	private static void note(Note note) {
		try {
			note.write();
		}
		catch (SQLException ex) {
			logger.warn("Could not write to the journal", ex);
		}
	}

	private interface Note {

		void write() throws SQLException;

	}

}
