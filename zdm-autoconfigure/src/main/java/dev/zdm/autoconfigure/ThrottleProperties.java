package dev.zdm.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.zdm.throttle.ReplicaLimits;
import dev.zdm.throttle.WhenUnknown;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the signals that slow backfills down.
 *
 * @param replicaLag How far replicas may lag behind.
 * @param wal Amount of WAL written per second, by everybody.
 * @param archive Amount of WAL that waits to be archived.
 * @param slots Amount of WAL that a replication slot keeps.
 * @param oldestTransaction Age of the oldest transaction that keeps vacuum from its work.
 * @param lockWaiters Number of sessions that wait for a lock of a backfill.
 * @param activeSessions Number of clients at work on the server.
 * @param deadTuples Share of dead rows in the table in work, in percent.
 * @param httpLatency Mean time of HTTP requests to this instance over the last seconds.
 * @param poolWaiters Number of threads that wait for a connection of the pool.
 */
@ConfigurationProperties("zdm.throttle")
public record ThrottleProperties(@DefaultValue ReplicaLagProperties replicaLag, @DefaultValue SizeBudget wal,
		@DefaultValue SizeBudget archive, @DefaultValue SizeBudget slots, @DefaultValue TimeLoad oldestTransaction,
		@DefaultValue CountLoad lockWaiters, @DefaultValue CountLoad activeSessions,
		@DefaultValue PercentLoad deadTuples, @DefaultValue TimeLoad httpLatency, @DefaultValue CountLoad poolWaiters) {

	/**
	 * How far replicas may lag behind.
	 *
	 * @param limit Lag of the worst replica at which backfills stop.
	 * @param limitBytes Amount of WAL left to replay at which backfills stop. Without it,
	 * only time counts, and logical slots do not count.
	 * @param unknown What to do while the lag cannot be read.
	 * @param ignore Names of replicas whose lag does not count.
	 * @param forgetAfter How long a replica that has gone is expected back.
	 */
	public record ReplicaLagProperties(@DefaultValue("1s") Duration limit, @Nullable DataSize limitBytes,
			@DefaultValue("stop") WhenUnknown unknown, @DefaultValue List<String> ignore,
			@DefaultValue("1d") Duration forgetAfter) {

		ReplicaLimits toLimits() {
			return new ReplicaLimits(this.limit, (this.limitBytes != null) ? this.limitBytes.toBytes() : 0,
					this.unknown, Set.copyOf(this.ignore), this.forgetAfter);
		}

	}

	/**
	 * A budget in bytes.
	 *
	 * @param limit Amount at which backfills stop. The signal is off without it.
	 * @param unknown What to do while the signal cannot be read.
	 */
	public record SizeBudget(@Nullable DataSize limit, @DefaultValue("stop") WhenUnknown unknown) {
	}

	/**
	 * A load measured in time.
	 *
	 * @param limit Time at which backfills stop. The signal is off without it.
	 * @param unknown What to do while the signal cannot be read.
	 */
	public record TimeLoad(@Nullable Duration limit, @DefaultValue("hold") WhenUnknown unknown) {
	}

	/**
	 * A load that is counted.
	 *
	 * @param limit Number at which backfills stop. The signal is off without it.
	 * @param unknown What to do while the signal cannot be read.
	 */
	public record CountLoad(@Nullable Integer limit, @DefaultValue("hold") WhenUnknown unknown) {
	}

	/**
	 * A load as a share.
	 *
	 * @param limit Percentage at which backfills stop. The signal is off without it.
	 * @param unknown What to do while the signal cannot be read.
	 */
	public record PercentLoad(@Nullable Double limit, @DefaultValue("hold") WhenUnknown unknown) {
	}

}
