package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.test.PostgresCluster;

/**
 * A replica that can apply so many bytes a second and no more: replay is paused whenever
 * it is ahead of that, fifty times a second. What it does not use it loses. Beside that
 * it keeps account of the true lag, from positions that it reads itself.
 */
final class HalfReplica extends Thread implements AutoCloseable {

	private static final long TICK_MILLIS = 20;

	private final PostgresCluster cluster;

	private final TreeMap<Long, Long> written = new TreeMap<>();

	private double[] lags = new double[1 << 16];

	private int count;

	private double bytesPerSecond;

	private double offered;

	private long replayed;

	private volatile boolean over;

	HalfReplica(PostgresCluster cluster) {
		super("half-replica");
		this.cluster = cluster;
	}

	/**
	 * Begins to count anew.
	 */
	synchronized void limit(double rate) {
		this.bytesPerSecond = rate;
		this.count = 0;
		this.offered = 0;
		this.replayed = 0;
	}

	/**
	 * The share of what it could apply that it has applied.
	 */
	synchronized double throughput() {
		return this.replayed / this.offered;
	}

	/**
	 * The true lag in seconds that was not exceeded in this share of time.
	 */
	synchronized double lag(double share) {
		double[] sorted = Arrays.copyOf(this.lags, this.count);
		Arrays.sort(sorted);
		return sorted[(int) Math.min(this.count - 1, Math.floor(this.count * share))];
	}

	@Override
	public void run() {
		try (Connection primary = this.cluster.primary().connect();
				Connection replica = this.cluster.replicas().get(0).connect();
				Statement onPrimary = primary.createStatement();
				Statement onReplica = replica.createStatement()) {
			drive(onPrimary, onReplica);
			onReplica.execute("select pg_wal_replay_resume()");
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void drive(Statement primary, Statement replica) throws SQLException, InterruptedException {
		double credit = 0;
		long last = System.nanoTime();
		long before = position(replica, "pg_last_wal_replay_lsn()");
		boolean paused = false;
		while (!this.over) {
			Thread.sleep(TICK_MILLIS);
			long now = System.nanoTime();
			this.written.putIfAbsent(position(primary, "pg_current_wal_lsn()"), now);
			long at = position(replica, "pg_last_wal_replay_lsn()");
			double seconds = (now - last) / 1e9;
			synchronized (this) {
				credit = Math.min(credit + this.bytesPerSecond * seconds - (at - before), this.bytesPerSecond / 10);
				this.offered += this.bytesPerSecond * seconds;
				this.replayed += at - before;
				note(at, now);
			}
			last = now;
			before = at;
			if (paused != credit < 0) {
				paused = !paused;
				replica.execute(paused ? "select pg_wal_replay_pause()" : "select pg_wal_replay_resume()");
			}
		}
	}

	private void note(long at, long now) {
		Map.Entry<Long, Long> next = this.written.higherEntry(at);
		if (this.count == this.lags.length) {
			this.lags = Arrays.copyOf(this.lags, this.count * 2);
		}
		this.lags[this.count++] = (next != null) ? (now - next.getValue()) / 1e9 : 0;
	}

	static long position(Statement statement, String function) throws SQLException {
		try (ResultSet result = statement.executeQuery("select (" + function + " - '0/0')::bigint")) {
			result.next();
			return result.getLong(1);
		}
	}

	@Override
	public void close() {
		this.over = true;
		try {
			join(Duration.ofSeconds(10).toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
