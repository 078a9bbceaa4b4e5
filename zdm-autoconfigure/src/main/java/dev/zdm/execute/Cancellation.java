package dev.zdm.execute;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import dev.zdm.execute.Transactions.Work;
import org.jspecify.annotations.Nullable;

/**
 * Stops what a thread does for one statement of the caller's: its pauses, and what it has
 * the server run in the statement's place. It is for one use.
 */
public final class Cancellation {

	private static final ThreadLocal<Cancellation> CURRENT = new ThreadLocal<>();

	private static final String CANCELED = "57014";

	private boolean requested;

	private String reason = "Canceled on user request";

	private @Nullable Statement running;

	/**
	 * Does some work that other threads can stop.
	 * @param <T> what comes of the work
	 * @param work what to do, in the current thread
	 * @return what comes of the work
	 * @throws SQLException if the work fails, with SQLSTATE 57014 if it was stopped
	 */
	public <T> T during(Work<T> work) throws SQLException {
		Cancellation outer = CURRENT.get();
		CURRENT.set(this);
		try {
			return work.run();
		}
		finally {
			if (outer != null) {
				CURRENT.set(outer);
			}
			else {
				CURRENT.remove();
			}
		}
	}

	/**
	 * Stops the work soon, because the caller said so; called by any thread.
	 * @throws SQLException if the server cannot be told
	 */
	public void request() throws SQLException {
		request(this.reason);
	}

	/**
	 * Stops the work soon; called by any thread.
	 * @param why what the exception of the work says, unless the server stops it
	 * @throws SQLException if the server cannot be told
	 */
	public synchronized void request(String why) throws SQLException {
		this.reason = why;
		this.requested = true;
		notifyAll();
		if (this.running != null) {
			this.running.cancel();
		}
	}

	/** Whether the current thread's work is to be stopped. */
	static boolean isRequested() {
		Cancellation current = CURRENT.get();
		return current != null && current.requested();
	}

	/** Fails if the current thread's work is to be stopped. */
	static void check() throws SQLException {
		Cancellation current = CURRENT.get();
		if (current != null && current.requested()) {
			throw new SQLException(current.reason(), CANCELED);
		}
	}

	/**
	 * Sleeps until the time is over or the current thread's work is to be stopped.
	 * @param duration how long
	 * @throws SQLException with SQLSTATE 57014 if it is to be stopped
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void pause(Duration duration) throws SQLException, InterruptedException {
		Cancellation current = CURRENT.get();
		if (current == null) {
			Thread.sleep(duration.toMillis());
			return;
		}
		current.await(System.nanoTime() + duration.toNanos());
		check();
	}

	/** Runs a statement that is canceled when the current thread's work is. */
	static boolean execute(Statement statement, String sql) throws SQLException {
		Cancellation current = CURRENT.get();
		if (current == null) {
			return statement.execute(sql);
		}
		current.watch(statement);
		try {
			check();
			return statement.execute(sql);
		}
		finally {
			current.watch(null);
		}
	}

	private synchronized String reason() {
		return this.reason;
	}

	private synchronized boolean requested() {
		return this.requested;
	}

	private synchronized void watch(@Nullable Statement statement) {
		this.running = statement;
	}

	private synchronized void await(long until) throws InterruptedException {
		long left = until - System.nanoTime();
		while (!this.requested && left > 0) {
			wait(Math.max(1, Duration.ofNanos(left).toMillis()));
			left = until - System.nanoTime();
		}
	}

}
