package dev.zdm.execute;

import java.time.Duration;

/**
 * A session that holds a lock that somebody else needs.
 *
 * @param pid the process id of its backend
 * @param user its user
 * @param application its {@code application_name}
 * @param state its state in {@code pg_stat_activity}, such as {@code idle in transaction}
 * @param transactionAge how long its transaction has been running
 * @param lock the lock that it holds, such as {@code AccessShareLock on shop.orders}
 * @param query its current or last query, shortened, literals removed
 */
public record Blocker(int pid, String user, String application, String state, Duration transactionAge, String lock,
		String query) {

	@Override
	public String toString() {
		return "pid " + this.pid + " (user " + this.user
				+ (this.application.isEmpty() ? "" : ", application " + this.application) + ", " + this.state + " for "
				+ this.transactionAge.toMillis() / 1000.0 + " s) holds " + this.lock
				+ (this.query.isEmpty() ? "" : ": " + this.query);
	}

}
