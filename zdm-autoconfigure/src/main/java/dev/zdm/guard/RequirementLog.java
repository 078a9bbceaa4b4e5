package dev.zdm.guard;

import java.sql.SQLException;
import java.util.List;

import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.BackfillUnfinishedException;
import dev.zdm.execute.Transactions.Work;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the journal what became of the backfills that a statement requires: an
 * entry for each, with the backfill as its only step. Used by one thread.
 */
final class RequirementLog {

	static final String KIND = "REQUIRES BACKFILL";

	private static final Logger logger = LoggerFactory.getLogger(RequirementLog.class);

	private static final long EVERY_NANOS = 2_000_000_000L;

	private final MigrationJournal journal;

	private final Statement statement;

	private final MigrationSource source;

	private long id;

	private boolean worked;

	private long told;

	RequirementLog(MigrationJournal journal, Statement statement, MigrationSource source) {
		this.journal = journal;
		this.statement = statement;
		this.source = source;
	}

	/**
	 * Sees to one requirement and notes how that went.
	 */
	void about(String backfill, int backend, boolean inTransaction, Work<?> work) throws SQLException {
		MigrationJournal.Entry entry = new MigrationJournal.Entry(this.source.toString(), KIND, null,
				"zdm:requires backfill " + backfill, this.statement.text().fingerprint(), inTransaction, "safe",
				List.of(), backend);
		this.worked = false;
		this.id = this.journal.begin(entry, List.of("backfill " + backfill), List.of("own"));
		try {
			work.run();
			finish("done", null);
		}
		catch (StatementRefusedException ex) {
			finish("refused", ex.reason());
			throw ex;
		}
		catch (SQLException ex) {
			finish("failed",
					(ex instanceof BackfillUnfinishedException) ? ex.getMessage() : "SQLSTATE " + ex.getSQLState());
			throw ex;
		}
		catch (RuntimeException ex) {
			finish("failed", ex.getClass().getName());
			throw ex;
		}
	}

	/**
	 * Notes how far a backfill is that is worked on, every two seconds, and in the end.
	 */
	void progressed(BackfillProgress progress) {
		long now = System.nanoTime();
		if (this.worked && now - this.told < EVERY_NANOS && progress.state() != BackfillState.DONE) {
			return;
		}
		boolean first = !this.worked;
		this.worked = true;
		this.told = now;
		note(() -> {
			if (first) {
				this.journal.startStep(this.id, 0);
			}
			this.journal.progress(this.id, 0,
					"%.1f %% of %s, %d rows changed%s".formatted(progress.percent(), progress.table(),
							progress.rowsDone(), progress.reason().isEmpty() ? "" : "; " + progress.reason()));
			return true;
		});
	}

	private void finish(String outcome, @Nullable String error) {
		boolean done = outcome.equals("done");
		note(() -> {
			if (done || this.worked) {
				this.journal.finishStep(this.id, 0, (done && !this.worked) ? "already done" : done ? "done" : "failed");
			}
			this.journal.finish(this.id, outcome, new MigrationJournal.Waiting(0, 0, List.of()), error);
			return true;
		});
	}

	/** What goes wrong with telling never stops the statement. */
	private static void note(Work<?> note) {
		try {
			note.run();
		}
		catch (SQLException ex) {
			logger.warn("Could not write to the journal", ex);
		}
	}

}
