package dev.zdm.guard;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import dev.zdm.catalog.CatalogReader;
import dev.zdm.catalog.Facts;
import dev.zdm.catalog.TransactionState;
import dev.zdm.event.Events;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.execute.PlanExecutor.DriverCall;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.sql.Dml;
import dev.zdm.sql.Statement;

/**
 * Takes DDL statements in and sees to it that each is run safely, rewritten into steps
 * that block nobody, or refused. Safe for use by several threads.
 */
public final class Guard {

	private final Toolbox tools;

	private final Requirements requirements;

	/**
	 * Creates a guard that stands alone: the application declares no backfills.
	 * @param settings what the user wants of it
	 * @param downtime the longest that a statement which is tried only once waits for a
	 * lock
	 * @param executor runs statements and plans
	 * @param journal remembers them
	 * @param events tells of them
	 */
	public Guard(GuardSettings settings, Duration downtime, PlanExecutor executor, MigrationJournal journal,
			Events events) {
		this(settings, downtime, executor, journal, events, () -> BackfillDesk.undeclared(journal.schema(), events));
	}

	/**
	 * Creates a guard.
	 * @param settings what the user wants of it
	 * @param downtime the longest that a statement which is tried only once waits for a
	 * lock
	 * @param executor runs statements and plans
	 * @param journal remembers them
	 * @param events tells of them
	 * @param backfills where it asks for the application's backfills, once it needs to
	 */
	public Guard(GuardSettings settings, Duration downtime, PlanExecutor executor, MigrationJournal journal,
			Events events, Supplier<BackfillDesk> backfills) {
		this.requirements = new Requirements(backfills);
		this.tools = new Toolbox(new CatalogReader(), new Policy(settings), downtime, executor, journal, events,
				new BatchFiller(() -> backfills.get().foreground()));
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
		if (this.tools.policy().ignores(source)
				|| TransactionState.of(caller.connection()) == TransactionState.FAILED) {
			asItStands.run();
			return true;
		}
		if (!statement.text().directives().isEmpty()) {
			this.requirements.meet(caller, statement, new RequirementLog(this.tools.journal(), statement, source));
		}
		if (isNobodysBusiness(statement) && !writesTooMuch(caller, statement)) {
			asItStands.run();
			return true;
		}
		return new Passage(this.tools, caller, statement, source).run(asItStands);
	}

	/**
	 * Whether a statement that is no DDL is the guard's business when it comes from a
	 * migration: it says something to zdm, or may write many rows.
	 * @param statement the statement
	 * @return whether to hand it over
	 */
	public static boolean concernsMigrations(Statement statement) {
		return !statement.text().directives().isEmpty() || (statement instanceof Dml dml && dml.mayWriteMany());
	}

	/** Whether rows are written that are too many for one transaction of a migration. */
	private boolean writesTooMuch(Caller caller, Statement statement) throws SQLException {
		if (!MigrationSource.isMigration()) {
			return false;
		}
		Facts.Writes writes = this.tools.policy().writes(caller.connection(), statement);
		return writes != null && writes.tooMany() && !FreshTables.areAll(caller.connection(), statement.relations());
	}

	static boolean isNobodysBusiness(Statement statement) {
		return statement instanceof Statement.NotDdl
				|| (statement instanceof Statement.CreateTable create && create.temporary());
	}

}
