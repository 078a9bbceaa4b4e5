package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.zdm.execute.LockLadder.LockRequest;
import dev.zdm.execute.Transactions.Work;
import dev.zdm.plan.Check;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Step;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements under the lock ladder, and plans step by step: a step that is already
 * done is passed over, leftovers of an interrupted run are cleared, and after each step
 * the catalog must show its effect.
 */
public final class PlanExecutor {

	private static final Logger logger = LoggerFactory.getLogger(PlanExecutor.class);

	private static final int DEADLOCK_RETRIES = 3;

	private static final String DEADLOCK = "40P01";

	private static final String LOCKED = "55P03";

	/** The class of SQLSTATEs that speak of rows. */
	private static final String INTEGRITY_VIOLATION = "23";

	private static final String TRY_LOCK = "select pg_try_advisory_lock(2053400685, ?)";

	private static final String UNLOCK = "select pg_advisory_unlock(2053400685, ?)";

	private final LockLadder ladder;

	/**
	 * Creates an executor.
	 * @param ladder how locks are taken
	 */
	public PlanExecutor(LockLadder ladder) {
		this.ladder = ladder;
	}

	/**
	 * Runs a statement as it stands, with its locks taken by the ladder.
	 * @param <T> what comes of the statement
	 * @param connection the connection on which it runs, in or out of a transaction
	 * @param locks the locks that it will take, as far as they are known
	 * @param holdsStrongLock whether the connection's transaction already blocks others
	 * @param manyLocks whether it takes a lock for each partition
	 * @param listener hears of attempts and waits
	 * @param statement runs the statement
	 * @return what comes of the statement
	 * @throws SQLException if the lock cannot be had or the statement fails
	 */
	public <T> T underLadder(Connection connection, List<RelationLock> locks, boolean holdsStrongLock,
			boolean manyLocks, LadderListener listener, DriverCall<T> statement) throws SQLException {
		return this.ladder.climb(connection, new LockRequest(locks, holdsStrongLock, manyLocks), listener,
				statement::run);
	}

	/**
	 * Reads what may have to wait for {@code ACCESS SHARE} on relations, and tries again
	 * for as long as the ladder allows while somebody holds them.
	 * @param <T> what is read
	 * @param connection the connection on which is read, in or out of a transaction
	 * @param relations the relations, as far as they are known
	 * @param listener hears of waits
	 * @param reading reads; it must bound each wait by itself and fail with SQLSTATE
	 * 55P03, leaving nothing behind
	 * @return what was read
	 * @throws LockNotAcquiredException if the relations were locked all the time
	 * @throws SQLException if the server refuses
	 */
	public <T> T read(Connection connection, List<QualifiedName> relations, LadderListener listener, Work<T> reading)
			throws SQLException {
		try {
			return reading.run();
		}
		catch (SQLException ex) {
			if (!LOCKED.equals(ex.getSQLState()) || connection.isClosed()) {
				throw ex;
			}
		}
		LockRequest request = Wanted.toRead(connection, relations);
		return request.holdsStrongLock() ? this.ladder.climb(connection, request, listener, reading)
				: this.ladder.climbBounded(connection, request, listener, reading);
	}

	/**
	 * Runs a statement as it stands outside of any transaction block of ours, with one
	 * wait for its locks: it may not be run twice.
	 * @param <T> what comes of the statement
	 * @param connection the connection on which it runs, in autocommit
	 * @param lockTimeout how long it may wait for a lock, as a setting; "0" for as long
	 * as it takes
	 * @param statement runs the statement
	 * @return what comes of the statement
	 * @throws SQLException if the statement fails
	 */
	public <T> T once(Connection connection, String lockTimeout, DriverCall<T> statement) throws SQLException {
		return SessionSettings.during(connection, Map.of("lock_timeout", lockTimeout), statement::run);
	}

	/**
	 * Runs a statement as it stands in the transaction that is open or has yet to begin,
	 * with one wait for its locks.
	 * @param <T> what comes of the statement
	 * @param connection the connection on which it runs, not in autocommit
	 * @param lockTimeout how long it may wait for a lock, as a setting; "0" for as long
	 * as it takes
	 * @param statement runs the statement
	 * @return what comes of the statement
	 * @throws SQLException if the statement fails
	 */
	public <T> T onceInTransaction(Connection connection, String lockTimeout, DriverCall<T> statement)
			throws SQLException {
		return Transactions.with(connection, Map.of("lock_timeout", lockTimeout), statement::run);
	}

	/**
	 * Whether one of these steps is already done.
	 * @param connection a connection to ask the catalog on
	 * @param steps the steps
	 * @return whether the catalog shows the effect of one
	 * @throws SQLException if the catalog cannot be read
	 */
	public static boolean isAnyDone(Connection connection, List<Step> steps) throws SQLException {
		for (Step step : steps) {
			if (answer(connection, step.done())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Runs a plan, unless somebody else has meanwhile taken a name that it would create.
	 * @param connection a connection in autocommit that is used for nothing else
	 * meanwhile
	 * @param plan the plan
	 * @param goesOn whether an earlier run of the plan began: then what is there is its
	 * own
	 * @param listener hears of steps, attempts and waits
	 * @return whether the plan was run; false when a name is taken and nothing was done
	 * @throws StepFailedException if a step fails
	 * @throws SQLException if the connection fails
	 */
	public boolean run(Connection connection, Plan plan, boolean goesOn, PlanListener listener) throws SQLException {
		return run(connection, plan, goesOn, listener, new Beside(null, Filler.NONE));
	}

	/**
	 * Runs a plan as {@link #run(Connection, Plan, boolean, PlanListener)} does, and
	 * looks meanwhile how far its long steps are.
	 * @param connection a connection in autocommit that is used for nothing else
	 * meanwhile
	 * @param plan the plan
	 * @param goesOn whether an earlier run of the plan began
	 * @param listener hears of steps, attempts and waits
	 * @param beside what the plan has beside its connection
	 * @return whether the plan was run; false when a name is taken and nothing was done
	 * @throws StepFailedException if a step fails
	 * @throws SQLException if the connection fails
	 */
	public boolean run(Connection connection, Plan plan, boolean goesOn, PlanListener listener, Beside beside)
			throws SQLException {
		List<Integer> tables = plan.locks()
			.stream()
			.map((lock) -> (int) lock.oid())
			.filter((oid) -> oid != 0)
			.distinct()
			.sorted()
			.toList();
		int locked = 0;
		try {
			for (int table : tables) {
				lock(connection, table);
				locked++;
			}
			if (!goesOn && isAnyDone(connection, plan.steps().stream().filter(Step::creates).toList())) {
				return false;
			}
			for (int i = 0; i < plan.steps().size(); i++) {
				run(connection, plan, i, listener, beside);
			}
			return true;
		}
		finally {
			for (int table : tables.subList(0, locked)) {
				unlock(connection, table);
			}
		}
	}

	/**
	 * Two who run plans on one table go one after the other. Polled, since a session that
	 * waits in the server holds a snapshot, for which a concurrent build waits.
	 */
	private static void lock(Connection connection, int table) throws SQLException {
		while (!advisory(connection, TRY_LOCK, table)) {
			try {
				Cancellation.pause(Duration.ofMillis(200));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new SQLException("Interrupted while another migration works on the same table", "57014", ex);
			}
		}
	}

	private static void unlock(Connection connection, int table) throws SQLException {
		if (!connection.isClosed()) {
			advisory(connection, UNLOCK, table);
		}
	}

	private static boolean advisory(Connection connection, String sql, int table) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setInt(1, table);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getBoolean(1);
			}
		}
	}

	private void run(Connection connection, Plan plan, int position, PlanListener listener, Beside beside)
			throws SQLException {
		Step step = plan.steps().get(position);
		listener.started(position, step);
		try {
			boolean alreadyDone = answer(connection, step.done());
			if (!alreadyDone) {
				clearLeftover(connection, step);
				if (step.fill() != null) {
					beside.filler()
						.fill(connection, step.fill(), (progress) -> listener.progressed(position, progress));
				}
				else {
					watched(connection, step, position, listener, beside.connections());
					verify(connection, step);
				}
			}
			listener.finished(position, alreadyDone);
		}
		catch (SQLException ex) {
			String advice = setBack(connection, step, ex, listener);
			throw new StepFailedException(position, plan.steps().size(), step.sql(), advice, ex);
		}
	}

	/**
	 * Takes back what others would suffer from until the plan goes on.
	 * @return what to do about rows that stand in the way, or an empty text
	 */
	private String setBack(Connection connection, Step step, SQLException failure, PlanListener listener) {
		Step.Setback setback = step.setback();
		if (setback == null) {
			return "";
		}
		try {
			if (!connection.isClosed() && !Cancellation.isRequested() && answer(connection, setback.present())) {
				this.ladder.climb(connection, new LockRequest(setback.locks(), false, false), listener,
						() -> execute(connection, setback.undoSql()));
			}
		}
		catch (SQLException ex) {
			logger.warn("Could not take back a step: {}", setback.undoSql(), ex);
			failure.addSuppressed(ex);
		}
		return String.valueOf(failure.getSQLState()).startsWith(INTEGRITY_VIOLATION) ? setback.advice() : "";
	}

	private void watched(Connection connection, Step step, int position, PlanListener listener,
			@Nullable DataSource beside) throws SQLException {
		if (beside == null || step.patience() == Patience.LADDER) {
			runWithRetries(connection, step, listener);
			return;
		}
		List<Blocker> awaited = Preflight.of(connection, step);
		if (!awaited.isEmpty()) {
			listener.progressed(position, new StepProgress("about to begin", awaited, 0));
		}
		try (StepWatch watch = StepWatch.start(beside, Pooler.backendOf(connection), this.ladder.policy(),
				(progress) -> listener.progressed(position, progress), listener)) {
			logger.trace("{} watches", watch);
			runWithRetries(connection, step, listener);
		}
	}

	private void runWithRetries(Connection connection, Step step, PlanListener listener) throws SQLException {
		if (step.patience() == Patience.LADDER) {
			this.ladder.climb(connection, new LockRequest(step.locks(), false, false), listener,
					() -> execute(connection, step.sql()));
			return;
		}
		for (int attempt = 0;; attempt++) {
			try {
				patiently(connection, step);
				return;
			}
			catch (SQLException ex) {
				clearAfterFailure(connection, step, ex);
				if (!DEADLOCK.equals(ex.getSQLState()) || attempt == DEADLOCK_RETRIES) {
					throw ex;
				}
			}
		}
	}

	private static void patiently(Connection connection, Step step) throws SQLException {
		if (step.transaction() == StepTransaction.OWN) {
			Transactions.with(connection, SessionSettings.PATIENT, () -> execute(connection, step.sql()));
		}
		else {
			SessionSettings.during(connection, SessionSettings.PATIENT, () -> execute(connection, step.sql()));
		}
	}

	private static void clearLeftover(Connection connection, Step step) throws SQLException {
		Step.Leftover leftover = step.leftover();
		if (leftover != null && answer(connection, leftover.present())) {
			logger.info("Clearing what an interrupted run left behind: {}", leftover.clearSql());
			SessionSettings.during(connection, SessionSettings.PATIENT, () -> execute(connection, leftover.clearSql()));
		}
	}

	/**
	 * Clearing waits for others, which a caller who has canceled does not want; then it
	 * is left to the next run.
	 */
	private static void clearAfterFailure(Connection connection, Step step, SQLException failure) {
		try {
			if (!connection.isClosed() && !Cancellation.isRequested()) {
				clearLeftover(connection, step);
			}
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	private static void verify(Connection connection, Step step) throws SQLException {
		if (!step.done().equals(Check.NEVER) && !answer(connection, step.done())) {
			throw new SQLException("The server reported success, but the catalog does not show it");
		}
	}

	private static boolean answer(Connection connection, Check check) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(check.sql())) {
			for (int i = 0; i < check.parameters().size(); i++) {
				statement.setObject(i + 1, check.parameters().get(i));
			}
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getBoolean(1);
			}
		}
	}

	private static boolean execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			return Cancellation.execute(statement, sql);
		}
	}

	/**
	 * What a plan has beside the connection that it runs on.
	 *
	 * @param connections where connections to look on come from; null for no looking
	 * @param filler fills rows in batches
	 */
	public record Beside(@Nullable DataSource connections, Filler filler) {
	}

	/**
	 * Runs a statement through the driver.
	 *
	 * @param <T> what comes of it
	 */
	@FunctionalInterface
	public interface DriverCall<T> {

		/**
		 * Runs it.
		 * @return what comes of it
		 * @throws SQLException if the driver or the server refuses
		 */
		T run() throws SQLException;

	}

}
