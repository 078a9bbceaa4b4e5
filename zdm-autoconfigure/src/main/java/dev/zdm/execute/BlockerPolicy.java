package dev.zdm.execute;

import java.time.Duration;

/**
 * What happens to a session that stays in the way of a migration.
 *
 * @param action what is done to it
 * @param after how long it must have been in the way, with one and the same transaction,
 * before that is done, and done again if it is still there
 */
public record BlockerPolicy(Action action, Duration after) {

	/**
	 * Creates a policy.
	 * @throws IllegalArgumentException if the time is shorter than a millisecond
	 */
	public BlockerPolicy {
		if (after.toMillis() < 1) {
			throw new IllegalArgumentException("zdm.lock.blockers-after must be at least 1ms, not " + after);
		}
	}

	/**
	 * The policy that holds when nothing is configured.
	 * @return sessions are named and left alone
	 */
	public static BlockerPolicy report() {
		return new BlockerPolicy(Action.REPORT, Duration.ofMinutes(1));
	}

	/**
	 * What is done to a session.
	 */
	public enum Action {

		/** It is named in the log, the journal and the error. */
		REPORT,
		/**
		 * Its query is canceled ({@code pg_cancel_backend}). A session that is idle in
		 * its transaction has no query, and stays.
		 */
		CANCEL,
		/**
		 * Its connection is ended ({@code pg_terminate_backend}), and so its transaction.
		 */
		TERMINATE

	}

}
