package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Throttle;

/**
 * How long a transaction's statements may wait and work.
 *
 * @param lock how long one may wait for a lock
 * @param statement how long one may take
 */
record Limits(Duration lock, Duration statement) {

	/** For what touches only the tables in schema zdm. */
	static final Limits JOURNAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10));

	/** For questions about the table, at start-up. */
	static final Limits CHECK = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));

	/**
	 * The statements that set them, to the end of the transaction only. Read committed is
	 * what lets a batch wait for a row and then see it as it is now. Compiling would cost
	 * a batch more than it saves.
	 */
	String toSql() {
		return """
				set transaction isolation level read committed;
				set local lock_timeout = %d;
				set local statement_timeout = %d;
				set local idle_in_transaction_session_timeout = 10000;
				set local application_name = '%s';
				set local jit = off""".formatted(this.lock.toMillis(), this.statement.toMillis(),
				Throttle.APPLICATION_NAME);
	}

}
