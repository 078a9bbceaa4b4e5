package dev.zdm.guard;

import java.sql.SQLException;
import java.time.Duration;

import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.execute.Cancellation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a migration does while it waits for a backfill: it notes in the journal how far
 * that is, tells the log once a minute what holds it back, such as the hours in which it
 * is worked on, and stops waiting when its statement is canceled. Used by one thread.
 */
final class Vigil implements ForegroundBackfill.Waiting {

	private static final Logger logger = LoggerFactory.getLogger(Requirements.class);

	private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

	private final RequirementLog journal;

	private long told = System.nanoTime() - QUIET_NANOS;

	Vigil(RequirementLog journal) {
		this.journal = journal;
	}

	@Override
	public void pause(BackfillProgress progress, Duration time) throws SQLException, InterruptedException {
		this.journal.progressed(progress);
		if (!progress.reason().isEmpty() && System.nanoTime() - this.told >= QUIET_NANOS) {
			this.told = System.nanoTime();
			logger.info("Backfill {}, for which a migration waits, is {} at {} %: {}", progress.name(),
					progress.state(), progress.percent(), progress.reason());
		}
		Cancellation.pause(time);
	}

}
