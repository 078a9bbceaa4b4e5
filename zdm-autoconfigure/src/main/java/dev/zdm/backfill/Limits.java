package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * How long a transaction's statements may wait and work, and how.
 *
 * @param lock how long one may wait for a lock
 * @param statement how long one may take
 * @param scans whether the server may choose to read whole tables where an index would do
 * @param inStep the backfill whose trigger is to know that it is its own; null for none
 */
record Limits(Duration lock, Duration statement, boolean scans, @Nullable String inStep) {

	/** For what touches only the tables in schema zdm. */
	static final Limits JOURNAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10));

	/** For questions about the table, at start-up. */
	static final Limits CHECK = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));

	Limits(Duration lock, Duration statement) {
		this(lock, statement, true, null);
	}

	/**
	 * The same for statements about positions of a key. Of a comparison of rows the
	 * server looks at the first column only when it guesses how many rows there are,
	 * which are all rows when that column is the same everywhere.
	 */
	Limits along(KeysetBatches keyset) {
		return new Limits(this.lock, this.statement, !keyset.comparesRows(), keyset.inStep());
	}

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
				Throttle.APPLICATION_NAME) + (this.scans ? "" : ";\nset local enable_seqscan = off")
				+ ((this.inStep != null) ? ";\nset local " + InStepFunction.SETTING + " = '" + this.inStep + "'" : "");
	}

}
