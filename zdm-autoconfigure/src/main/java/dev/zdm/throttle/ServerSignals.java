package dev.zdm.throttle;

import java.time.Duration;

import javax.sql.DataSource;

/**
 * The signals that the primary is asked for, beside {@link ReplicaLag}. Those that a
 * {@link Throttle} reads at the same time share a connection.
 */
public final class ServerSignals {

	private static final double MEGA = 1e6;

	private final DataSource primary;

	/**
	 * Creates signals for one server; nothing is asked of it yet.
	 * @param primary connections to the primary
	 */
	public ServerSignals(DataSource primary) {
		this.primary = primary;
	}

	/**
	 * How much write-ahead log is written per second, by everybody, over the last five
	 * seconds.
	 * @param bytesPerSecond the limit; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code wal}
	 */
	public Signal wal(long bytesPerSecond, WhenUnknown whenUnknown) {
		return new WalRate(this.primary, Limit.of(WalRate.NAME, bytesPerSecond / MEGA, whenUnknown));
	}

	/**
	 * How much write-ahead log waits to be archived.
	 * @param bytes the limit; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code archive}
	 */
	public Signal archive(long bytes, WhenUnknown whenUnknown) {
		return new ArchiveBacklog(this.primary, Limit.of(ArchiveBacklog.NAME, bytes / MEGA, whenUnknown));
	}

	/**
	 * How much write-ahead log a replication slot keeps.
	 * @param bytes the limit; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code slots}
	 */
	public Signal slots(long bytes, WhenUnknown whenUnknown) {
		return figure(ServerQuestion.SLOTS, bytes / MEGA, whenUnknown);
	}

	/**
	 * How old the oldest transaction is that keeps vacuum from its work.
	 * @param age the limit; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code oldest-transaction}
	 */
	public Signal oldestTransaction(Duration age, WhenUnknown whenUnknown) {
		return figure(ServerQuestion.OLDEST_TRANSACTION, age.toNanos() / 1e9, whenUnknown);
	}

	/**
	 * How many sessions wait for a lock of a backfill.
	 * @param sessions the limit; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code lock-waiters}
	 */
	public Signal lockWaiters(int sessions, WhenUnknown whenUnknown) {
		return figure(ServerQuestion.LOCK_WAITERS, sessions, whenUnknown);
	}

	/**
	 * How many clients are at work on the server.
	 * @param sessions the limit, such as the number of its cores; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code active-sessions}
	 */
	public Signal activeSessions(int sessions, WhenUnknown whenUnknown) {
		return figure(ServerQuestion.ACTIVE_SESSIONS, sessions, whenUnknown);
	}

	/**
	 * The share of dead rows in a table that is worked on.
	 * @param percent the limit; above zero
	 * @param whenUnknown what happens while it is unknown
	 * @return the signal {@code dead-tuples}
	 */
	public Signal deadTuples(double percent, WhenUnknown whenUnknown) {
		return new DeadTuples(this.primary, Limit.of(DeadTuples.NAME, percent, whenUnknown));
	}

	private Signal figure(ServerQuestion question, double limit, WhenUnknown whenUnknown) {
		return new ServerFigure(this.primary, question, Limit.of(question.signal(), limit, whenUnknown));
	}

}
