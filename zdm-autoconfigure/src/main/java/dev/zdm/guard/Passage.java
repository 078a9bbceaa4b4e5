package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.catalog.TransactionState;
import dev.zdm.event.StatementEvent;
import dev.zdm.execute.OwnSessions;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.execute.PlanExecutor.DriverCall;
import dev.zdm.execute.Pooler;
import dev.zdm.execute.StepFailedException;
import dev.zdm.execute.Transactions;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.journal.ServerMessage;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Step;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Script;
import dev.zdm.sql.SqlText;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one statement through the guard.
 */
final class Passage {

	private static final Logger logger = LoggerFactory.getLogger(Guard.class);

	private final Toolbox tools;

	private final Caller caller;

	private final Statement statement;

	private final MigrationSource source;

	private final long started = System.nanoTime();

	Passage(Toolbox tools, Caller caller, Statement statement, MigrationSource source) {
		this.tools = tools;
		this.caller = caller;
		this.statement = statement;
		this.source = source;
	}

	boolean run(DriverCall<?> asItStands) throws SQLException {
		TransactionState state = TransactionState.of(this.caller.connection());
		boolean inTransaction = !this.caller.connection().getAutoCommit() || state == TransactionState.OPEN;
		Deliberation deliberation = Deliberation.of(this::facts, this.tools.policy(), this.caller.connection(),
				this.statement, this.source, history());
		if (deliberation.facts().session().readOnly()) {
			asItStands.run();
			return true;
		}
		Verdict verdict = deliberation.verdict();
		this.tools.events().publish(new StatementEvent.Judged(this.statement.kind(), verdict.decision().label()));
		long id = begin(verdict, inTransaction);
		Progress progress = new Progress(this.tools.journal(), this.tools.events(), id, this.statement.kind());
		try {
			boolean byDriver = OwnSessions.during(ownConnections(), () -> carryOut(deliberation, progress, asItStands));
			finish(id, verdict, "done", progress, null);
			if (this.statement instanceof Statement.CreateTable create && MigrationSource.isMigration()) {
				FreshTables.add(this.caller.connection(), create.name());
			}
			return byDriver;
		}
		catch (StatementRefusedException ex) {
			finish(id, verdict, "refused", progress, ex.reason());
			throw ex;
		}
		catch (SQLException ex) {
			finish(id, verdict, "failed", progress, describe(ex, progress));
			throw ex;
		}
		catch (RuntimeException ex) {
			finish(id, verdict, "failed", progress, ex.getClass().getName());
			throw ex;
		}
	}

	/** Who holds a table that must be looked at is waited for, and named. */
	private Facts facts(Connection connection, Statement judged) throws SQLException {
		return OwnSessions.during(ownConnections(),
				() -> this.tools.executor()
					.read(connection, judged.relations(), new Waits(judged.kind()),
							() -> this.tools.catalog().read(connection, judged)));
	}

	private Deliberation.History history() {
		String fingerprint = this.statement.text().fingerprint();
		String from = this.source.toString();
		return new Deliberation.History() {

			@Override
			public boolean isUnfinished() throws SQLException {
				return Passage.this.tools.journal().isUnfinished(fingerprint, from);
			}

			@Override
			public List<String> steps() throws SQLException {
				return Passage.this.tools.journal().steps(fingerprint, from);
			}

		};
	}

	private List<Connection> ownConnections() {
		List<Connection> connections = new ArrayList<>(this.caller.siblings());
		connections.add(this.caller.connection());
		return connections;
	}

	/** Whether the driver ran the statement itself. */
	private boolean carryOut(Deliberation deliberation, Progress progress, DriverCall<?> asItStands)
			throws SQLException {
		Verdict verdict = deliberation.verdict();
		Facts facts = deliberation.facts();
		switch (verdict.decision()) {
			case FREE -> asItStands.run();
			case LADDER -> underLadder(verdict, facts, progress, asItStands);
			case ONCE -> once(asItStands, this.tools.downtime().toMillis() + "ms");
			case PATIENT -> once(asItStands, "0");
			case REWRITE -> {
				if (rewrite(Objects.requireNonNull(verdict.plan()), deliberation.unfinished(), progress)) {
					return false;
				}
				underLadder(verdict, facts, progress, asItStands);
			}
			case REFUSE -> throw Objects.requireNonNull(verdict.refusal());
		}
		return true;
	}

	private void underLadder(Verdict verdict, Facts facts, Progress progress, DriverCall<?> asItStands)
			throws SQLException {
		this.tools.executor()
			.underLadder(this.caller.connection(), StatementLocks.of(this.statement, facts),
					facts.session().holdsStrongLock(),
					verdict.findings().stream().allMatch((finding) -> finding.work().isEmpty())
							&& hasDescendants(facts),
					progress, asItStands);
	}

	private static boolean hasDescendants(Facts facts) {
		return facts.relations().values().stream().anyMatch(Relation::hasDescendants);
	}

	private void once(DriverCall<?> asItStands, String lockTimeout) throws SQLException {
		if (TransactionState.of(this.caller.connection()) == TransactionState.NONE
				&& this.caller.connection().getAutoCommit()) {
			if (Pooler.swapsBackends(this.caller.connection(), this.caller.dataSource())) {
				logger.warn("{} on {} is run without a lock_timeout: a pooler in transaction mode would leave the "
						+ "setting to somebody else", this.statement.kind(), relationName());
				asItStands.run();
				return;
			}
			this.tools.executor().once(this.caller.connection(), lockTimeout, asItStands);
		}
		else {
			this.tools.executor().onceInTransaction(this.caller.connection(), lockTimeout, asItStands);
		}
	}

	private boolean rewrite(Plan plan, boolean unfinished, Progress progress) throws SQLException {
		if (Pooler.swapsBackends(this.caller.connection(), this.caller.dataSource())) {
			throw new SQLException("zdm would run " + this.statement.kind() + " on " + relationName()
					+ " in steps that need one session from the first to the last, and a pooler in transaction mode "
					+ "(PgBouncer) gives each transaction another. Nothing was changed. Let migrations connect past "
					+ "the pooler, for instance with spring.flyway.url, or to one with pool_mode = session.", "0A000");
		}
		for (Connection connection : this.caller.siblings()) {
			Transactions.settle(connection);
		}
		Transactions.settle(this.caller.connection());
		boolean run = Worker.use(this.caller, (worker) -> {
			new OwnTransactions(this.caller).requireNotInTheWay(worker, plan);
			return this.tools.executor()
				.run(worker, plan, unfinished, progress,
						new PlanExecutor.Beside(this.caller.dataSource(), this.tools.filler()));
		});
		if (run) {
			int steps = plan.steps().size();
			logger.info("{} on {} ({}) was run in {} blocking nobody: {} ms, {} ms of them waiting for locks",
					this.statement.kind(), relationName(), this.source, (steps == 1) ? "one step" : steps + " steps",
					elapsed().toMillis(), progress.waited().toMillis());
		}
		return run;
	}

	private long begin(Verdict verdict, boolean inTransaction) throws SQLException {
		MigrationJournal.Entry entry = new MigrationJournal.Entry(this.source.toString(), this.statement.kind(),
				relationName(), this.statement.text().redacted(), this.statement.text().fingerprint(), inTransaction,
				verdict.decision().label(), verdict.codes(), this.caller.backend());
		Plan plan = verdict.plan();
		List<String> steps = (plan != null) ? plan.steps().stream().map((step) -> redacted(step.sql())).toList()
				: List.of();
		List<String> transactions = (plan != null)
				? plan.steps().stream().map((step) -> step.transaction().name().toLowerCase(Locale.ROOT)).toList()
				: List.of();
		return this.tools.journal().begin(entry, steps, transactions);
	}

	private void finish(long id, Verdict verdict, String outcome, Progress progress, @Nullable String error) {
		try {
			this.tools.journal().finish(id, outcome, progress.waiting(), error);
		}
		catch (SQLException ex) {
			logger.warn("Could not write the outcome of {} to the journal", this.statement.kind(), ex);
		}
		this.tools.events()
			.publish(new StatementEvent.Finished(this.statement.kind(), verdict.decision().label(), outcome,
					progress.waited(), elapsed()));
	}

	private static String describe(SQLException failure, Progress progress) {
		if (failure instanceof StepFailedException failed && failed.getCause() instanceof SQLException cause) {
			progress.stepFailed();
			return "Step " + (failed.position() + 1) + ": " + describe(cause, progress);
		}
		return "SQLSTATE " + failure.getSQLState() + ": " + ServerMessage.of(failure);
	}

	private @Nullable String relationName() {
		return this.statement.relations().stream().findFirst().map(QualifiedName::toString).orElse(null);
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.started);
	}

	private static String redacted(String sql) {
		return Script.split(sql).stream().map(SqlText::redacted).collect(Collectors.joining("; "));
	}

}
