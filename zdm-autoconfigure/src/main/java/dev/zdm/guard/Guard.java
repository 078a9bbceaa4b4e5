package dev.zdm.guard;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.catalog.CatalogReader;
import dev.zdm.catalog.TransactionState;
import dev.zdm.event.Events;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.execute.PlanExecutor.DriverCall;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.sql.Statement;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.ReplicaLimits;
import dev.zdm.throttle.Throttle;

/**
 * Takes DDL statements in and sees to it that each is run safely, rewritten into steps
 * that block nobody, or refused. Safe for use by several threads.
 */
public final class Guard {

	private final Toolbox tools;

	/**
	 * Creates a guard.
	 * @param settings what the user wants of it
	 * @param downtime the longest that a statement which is tried only once waits for a
	 * lock
	 * @param executor runs statements and plans
	 * @param journal remembers them
	 * @param events tells of them
	 */
	public Guard(GuardSettings settings, Duration downtime, PlanExecutor executor, MigrationJournal journal,
			Events events) {
		this.tools = new Toolbox(new CatalogReader(), new Policy(settings), downtime, executor, journal, events,
				new BatchFiller(() -> foreground(journal.schema(), events)));
	}

	/** What it fills stops at a second of replica lag. */
	private static ForegroundBackfill foreground(JournalSchema schema, Events events) {
		ReplicaLag lag = new ReplicaLag(schema.dataSource(), List.of(), ReplicaLimits.of(Duration.ofSeconds(1)));
		return new ForegroundBackfill(schema, new Throttle(lag, List.of(), Clock.systemUTC()), events,
				BackfillSettings.DEFAULTS);
	}

	/**
	 * Runs a DDL statement, or does not.
	 * @param caller who sends it
	 * @param statement the statement
	 * @param asItStands has the driver run the statement as the caller sent it
	 * @return whether the driver ran it; false when steps were run instead
	 * @throws StatementRefusedException if it must not be run
	 * @throws SQLException if it fails
	 */
	public boolean execute(Caller caller, Statement statement, DriverCall<?> asItStands) throws SQLException {
		MigrationSource source = MigrationSource.current();
		if (isNobodysBusiness(statement) || this.tools.policy().ignores(source)
				|| TransactionState.of(caller.connection()) == TransactionState.FAILED) {
			asItStands.run();
			return true;
		}
		return new Passage(this.tools, caller, statement, source).run(asItStands);
	}

	static boolean isNobodysBusiness(Statement statement) {
		return statement instanceof Statement.NotDdl
				|| (statement instanceof Statement.CreateTable create && create.temporary());
	}

}
