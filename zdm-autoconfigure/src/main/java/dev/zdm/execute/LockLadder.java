package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.zdm.catalog.TransactionState;
import dev.zdm.execute.Transactions.Work;
import dev.zdm.rule.RelationLock;

/**
 * Takes locks so that nobody waits long behind them. Each attempt may wait a little
 * longer than the one before; while a long transaction is in the way nothing is queued at
 * all. Only lock timeouts (55P03) and deadlocks (40P01) are tried again.
 */
public final class LockLadder {

	private static final Set<String> RETRIED = Set.of("55P03", "40P01");

	private static final String CANCELED = "57014";

	/** What the catalog work of a statement may take beside its waiting. */
	private static final Duration WORK = Duration.ofSeconds(1);

	private static final String NO_ADVICE = "Nothing was changed. Let that session end and run the migration again, or "
			+ "allow more time with zdm.lock.give-up-after.";

	private final LadderSettings settings;

	private final BlockerPolicy policy;

	/**
	 * Creates a ladder that leaves those in its way alone.
	 * @param settings its steps
	 */
	public LockLadder(LadderSettings settings) {
		this(settings, BlockerPolicy.report());
	}

	/**
	 * Creates a ladder.
	 * @param settings its steps
	 * @param policy what happens to those who stay in its way
	 */
	public LockLadder(LadderSettings settings, BlockerPolicy policy) {
		this.settings = settings;
		this.policy = policy;
	}

	/** What happens to those who stay in its way. */
	BlockerPolicy policy() {
		return this.policy;
	}

	/**
	 * Runs work that takes locks, in a transaction of its own or in a savepoint of the
	 * one that is open on the connection.
	 * @param connection the connection on which the work runs
	 * @param request which locks it will take
	 * @param work the work; it must have no effect outside of the transaction
	 * @param listener hears of attempts and waits
	 * @return what comes of the work
	 * @throws LockNotAcquiredException if the locks could not be had in time
	 * @throws SQLException if the work fails for another reason
	 */
	<T> T climb(Connection connection, LockRequest request, LadderListener listener, Work<T> work) throws SQLException {
		Climb climb = new Climb(connection, request, listener);
		return request.holdsStrongLock() ? climb.once(work)
				: patiently(connection, () -> climb.whole((allowed) -> climb.attempt(allowed, work)));
	}

	/**
	 * Runs work that bounds its waiting for locks by itself and leaves nothing behind
	 * when it fails for want of one.
	 */
	<T> T climbBounded(Connection connection, LockRequest request, LadderListener listener, Work<T> work)
			throws SQLException {
		Climb climb = new Climb(connection, request, listener);
		return patiently(connection, () -> climb.whole((allowed) -> work.run()));
	}

	/** Pauses are no reason for the server to end the transaction. */
	private static <T> T patiently(Connection connection, Work<T> climb) throws SQLException {
		if (TransactionState.of(connection) != TransactionState.OPEN) {
			return climb.run();
		}
		Map<String, String> before = SessionSettings.setLocal(connection,
				Map.of("idle_in_transaction_session_timeout", "0"));
		try {
			return climb.run();
		}
		finally {
			if (!connection.isClosed() && TransactionState.of(connection) == TransactionState.OPEN) {
				SessionSettings.setLocal(connection, before);
			}
		}
	}

	/**
	 * What is asked of the ladder.
	 *
	 * @param locks the locks that the work takes, as far as they are known
	 * @param holdsStrongLock whether the transaction already blocks others: then it must
	 * not wait
	 * @param manyLocks whether there is a lock for each partition, each with a wait of
	 * its own, so that their sum must be bounded
	 */
	record LockRequest(List<RelationLock> locks, boolean holdsStrongLock, boolean manyLocks) {
	}

	/**
	 * Tries to do the work.
	 *
	 * @param <T> what comes of it
	 */
	private interface Attempt<T> {

		T within(Duration allowed) throws SQLException;

	}

	/**
	 * One use of the ladder, from its first step to the lock or the end of the time.
	 */
	private final class Climb {

		private final Connection connection;

		private final LockRequest request;

		private final LadderListener listener;

		private final long started = System.nanoTime();

		private final List<SQLException> failures = new ArrayList<>();

		private final Obstruction obstruction = new Obstruction(LockLadder.this.policy);

		private List<Blocker> blockers = List.of();

		private int waiting;

		Climb(Connection connection, LockRequest request, LadderListener listener) {
			this.connection = connection;
			this.request = request;
			this.listener = listener;
		}

		<T> T whole(Attempt<T> attempts) throws SQLException {
			int attempt = 0;
			int looks = 0;
			while (!isOver()) {
				Cancellation.check();
				if (isLongTransactionInTheWay()) {
					pause(looks++);
					continue;
				}
				try {
					return attempts.within(LockLadder.this.settings.allowed(attempt));
				}
				catch (SQLException ex) {
					if (!isWorthAnotherTry(ex)) {
						throw withEarlierFailures(ex);
					}
					this.failures.add(ex);
				}
				pause(attempt);
				attempt++;
			}
			look();
			throw withEarlierFailures(notAcquired(NO_ADVICE));
		}

		/**
		 * A transaction that makes others wait takes its chance, and fails as a whole.
		 */
		<T> T once(Work<T> work) throws SQLException {
			try {
				return attempt(LockLadder.this.settings.downtime(), work);
			}
			catch (SQLException ex) {
				if (!isWorthAnotherTry(ex)) {
					throw ex;
				}
				this.failures.add(ex);
				look();
				throw withEarlierFailures(notAcquired(
						"This transaction already blocks other tables, so it must not wait. Roll it back and run the "
								+ "migration again, or put this statement in a migration of its own."));
			}
		}

		<T> T attempt(Duration allowed, Work<T> work) throws SQLException {
			Map<String, String> timeouts = new HashMap<>();
			timeouts.put("lock_timeout", allowed.toMillis() + "ms");
			if (this.request.manyLocks()) {
				timeouts.put("statement_timeout", allowed.plus(WORK).toMillis() + "ms");
			}
			long begun = System.nanoTime();
			try {
				T result = Transactions.with(this.connection, timeouts, work);
				this.listener.attempted(true, allowed);
				return result;
			}
			catch (SQLException ex) {
				if (isWorthAnotherTry(ex)) {
					this.listener.attempted(false, allowed);
					this.listener.waited(Duration.ofNanos(System.nanoTime() - begun));
				}
				throw ex;
			}
		}

		private boolean isWorthAnotherTry(SQLException ex) {
			return RETRIED.contains(ex.getSQLState())
					|| (this.request.manyLocks() && CANCELED.equals(ex.getSQLState()) && !Cancellation.isRequested());
		}

		private boolean isLongTransactionInTheWay() throws SQLException {
			look();
			boolean inTheWay = this.blockers.stream().anyMatch(this::isLong);
			if (inTheWay) {
				this.listener.blocked(this.blockers, this.waiting);
				this.obstruction.resolve(this.connection, this.blockers, this.listener);
			}
			return inTheWay;
		}

		private boolean isLong(Blocker blocker) {
			return this.obstruction.age(blocker).compareTo(LockLadder.this.settings.downtime()) > 0;
		}

		/**
		 * Sees who is in the way: the long transactions, or the short ones if there are
		 * no long.
		 */
		private void look() throws SQLException {
			TransactionState state = TransactionState.of(this.connection);
			if (state == TransactionState.FAILED) {
				return;
			}
			List<Blocker> all = Blockers.of(this.connection, this.request.locks());
			this.obstruction.seen(all);
			List<Blocker> lasting = all.stream().filter(this::isLong).toList();
			this.blockers = lasting.isEmpty() ? all : lasting;
			this.waiting = lasting.isEmpty() ? 0 : Blockers.waiting(this.connection, this.request.locks());
			if (state == TransactionState.NONE && !this.connection.getAutoCommit()) {
				this.connection.rollback();
			}
		}

		private void pause(int attempt) throws SQLException {
			Duration pause = LockLadder.this.settings.pause(attempt);
			this.listener.waited(pause);
			try {
				Cancellation.pause(pause);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw withEarlierFailures(notAcquired("The thread was interrupted while it waited."));
			}
		}

		private boolean isOver() {
			return System.nanoTime() - this.started > LockLadder.this.settings.giveUpAfter().toNanos();
		}

		private LockNotAcquiredException notAcquired(String advice) {
			List<String> locks = this.request.locks().isEmpty() ? List.of("a lock")
					: this.request.locks().stream().map(RelationLock::toString).toList();
			return new LockNotAcquiredException(locks, Duration.ofNanos(System.nanoTime() - this.started),
					this.failures.size(), this.blockers, this.waiting, advice);
		}

		private SQLException withEarlierFailures(SQLException ex) {
			this.failures.stream().limit(10).forEach(ex::addSuppressed);
			return ex;
		}

	}

}
