package dev.zdm.execute;

import java.time.Duration;

/**
 * A session, or a prepared transaction, that holds a lock that somebody else needs.
 *
 * @param pid the process id of its backend; 0 for a prepared transaction, which has none
 * @param user its user; empty for processes of the server's own
 * @param application its {@code application_name}
 * @param state its state in {@code pg_stat_activity}, such as
 * {@code idle in transaction}; empty when the role may not see it
 * @param transactionAge how long its transaction has been running; zero when the role may
 * not see it
 * @param lock the lock that it holds, such as {@code AccessShareLock on shop.orders}
 * @param query its current or last query, shortened, literals removed
 * @param kind what it is
 * @param transaction what tells its transaction from the next one of the same session
 * ({@code virtualtransaction} in {@code pg_locks})
 */
public record Blocker(int pid, String user, String application, String state, Duration transactionAge, String lock,
		String query, Kind kind, String transaction) {

	@Override
	public String toString() {
		return ((this.kind == Kind.PREPARED) ? "a transaction" : "pid " + this.pid) + " (user " + this.user
				+ (this.application.isEmpty() ? "" : ", application " + this.application) + ", " + this.state + " for "
				+ this.transactionAge.toMillis() / 1000.0 + " s) holds " + this.lock
				+ (this.query.isEmpty() ? "" : ": " + this.query);
	}

	/**
	 * What holds a lock.
	 */
	public enum Kind {

		/** A client's session. */
		CLIENT,
		/** A plan or a backfill of zdm's, of this or another instance. */
		ZDM,
		/** An autovacuum worker that may be canceled. */
		AUTOVACUUM,
		/** An autovacuum worker that prevents transaction ids from running out. */
		WRAPAROUND,
		/** A connection that sends WAL or takes a first copy for replication. */
		WALSENDER,
		/** A transaction that was prepared for a two-phase commit. */
		PREPARED,
		/** Another process of the server. */
		SERVER

	}

}
