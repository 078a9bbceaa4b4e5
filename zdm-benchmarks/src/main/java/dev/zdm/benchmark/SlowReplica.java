package dev.zdm.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import dev.zdm.test.PostgresServer;

/**
 * Makes a replica one that can apply so many bytes of the log in a second and no more:
 * its replay is paused whenever it is ahead of that, two hundred times a second. What it
 * does not use of its share it loses.
 * <p>
 * It uses {@code pg_wal_replay_pause()}, which takes effect before the next record. A
 * signal that stops the process could stop it where it holds a lock that its readers spin
 * on, and would limit its time instead of its bytes, which are what can be counted.
 */
final class SlowReplica implements AutoCloseable {

	private static final long TICK_NANOS = 5_000_000;

	/** For how many seconds an idle replica saves what it does not use. */
	private static final double SAVED = 0.05;

	private final CompletableFuture<Void> running;

	private LagRecord lags = new LagRecord();

	private double rate = Double.POSITIVE_INFINITY;

	private long written;

	private long replayed;

	private volatile boolean over;

	SlowReplica(PostgresServer primary, PostgresServer replica) {
		this.running = CompletableFuture.runAsync(() -> drive(primary, replica));
	}

	/**
	 * Limits what it can apply from now on.
	 * @param bytesPerSecond 0 for nothing, infinite for no limit
	 * @throws java.util.concurrent.CompletionException if the limiting has failed
	 */
	synchronized void limit(double bytesPerSecond) {
		this.running.getNow(null);
		this.rate = bytesPerSecond;
	}

	/** Begins anew to keep account of its lag. */
	synchronized void watch() {
		this.lags = new LagRecord();
	}

	/** Its lag each tenth of a second since then. */
	synchronized Latencies lags() {
		return this.lags.lags();
	}

	/** Up to which byte of the log the primary has written. */
	synchronized long written() {
		return this.written;
	}

	/** Up to which byte of the log this has replayed. */
	synchronized long replayed() {
		return this.replayed;
	}

	@Override
	public void close() {
		this.over = true;
		this.running.join();
	}

	private void drive(PostgresServer primary, PostgresServer replica) {
		try (Connection source = primary.connect();
				Connection target = replica.connect();
				PreparedStatement write = source.prepareStatement("select pg_current_wal_lsn() - '0/0'::pg_lsn");
				PreparedStatement replay = target.prepareStatement("select pg_last_wal_replay_lsn() - '0/0'::pg_lsn");
				PreparedStatement pause = target.prepareStatement("select pg_wal_replay_pause()");
				PreparedStatement resume = target.prepareStatement("select pg_wal_replay_resume()")) {
			double credit = 0;
			boolean paused = false;
			long last = System.nanoTime();
			while (!this.over) {
				long at = position(replay);
				long now = System.nanoTime();
				credit = note(position(write), at, now, credit, (now - last) / 1e9);
				last = now;
				if (paused != credit <= 0) {
					paused = !paused;
					(paused ? pause : resume).execute();
				}
				LockSupport.parkNanos(TICK_NANOS);
			}
			resume.execute();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Takes note of where both are.
	 * @return how many bytes it may replay now
	 */
	private synchronized double note(long source, long target, long now, double credit, double seconds) {
		long used = target - this.replayed;
		this.written = source;
		this.replayed = target;
		this.lags.add(now, source, target);
		return (this.rate == Double.POSITIVE_INFINITY) ? 1
				: Math.min(credit + this.rate * seconds - used, this.rate * SAVED);
	}

	private static long position(PreparedStatement query) throws SQLException {
		try (ResultSet result = query.executeQuery()) {
			result.next();
			return result.getLong(1);
		}
	}

}
