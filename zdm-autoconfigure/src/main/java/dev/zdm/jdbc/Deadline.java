package dev.zdm.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.execute.Cancellation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caller's query timeout, which holds for all that is done in a statement's place
 * together: waiting for locks, every step, and the pauses between.
 */
final class Deadline {

	private static final Logger logger = LoggerFactory.getLogger(Deadline.class);

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private Deadline() {
	}

	/**
	 * Begins to count.
	 * @param statement the caller's statement, whose query timeout of 0 is none
	 * @param cancellation what is requested when the time is over
	 */
	static Deadline of(Statement statement, Cancellation cancellation) throws SQLException {
		Deadline deadline = new Deadline();
		int seconds = statement.getQueryTimeout();
		if (seconds > 0) {
			deadline.over.completeOnTimeout(null, seconds, TimeUnit.SECONDS)
				.thenRun(() -> request(cancellation, seconds));
		}
		return deadline;
	}

	/** Ends the counting: nothing is requested any more. */
	void lift() {
		this.over.cancel(false);
	}

	private static void request(Cancellation cancellation, int seconds) {
		try {
			cancellation.request("The statement's query timeout of " + seconds + " s is over");
		}
		catch (SQLException ex) {
			logger.warn("Could not stop a statement at its query timeout", ex);
		}
	}

}
