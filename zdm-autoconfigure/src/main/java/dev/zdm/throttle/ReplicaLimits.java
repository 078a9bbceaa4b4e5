package dev.zdm.throttle;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How far replicas may be behind, and which of them count.
 *
 * @param time the lag at which backfills stop
 * @param bytes how much a replica or a logical subscriber may have still to replay; 0 for
 * any
 * @param whenUnknown what happens while the lag cannot be read
 * @param ignored the replicas that do not count, by {@code application_name}, name of
 * their replication slot or Aurora's {@code server_id}: delayed ones, for instance
 * @param forgetAfter for how long a replica that has gone is expected back
 */
public record ReplicaLimits(Duration time, long bytes, WhenUnknown whenUnknown, Set<String> ignored,
		Duration forgetAfter) {

	/**
	 * Validates.
	 * @param time above zero
	 * @param bytes zero or more
	 * @param whenUnknown any
	 * @param ignored any names
	 * @param forgetAfter zero or more
	 * @throws IllegalArgumentException if a value is anything else
	 */
	public ReplicaLimits {
		if (time.isNegative() || time.isZero()) {
			throw new IllegalArgumentException("The limit of replica lag must be above zero, not " + time
					+ ": set zdm.throttle.replica-lag.limit");
		}
		if (bytes < 0 || forgetAfter.isNegative()) {
			throw new IllegalArgumentException(
					"Neither limit-bytes nor forget-after of zdm.throttle.replica-lag can be below zero");
		}
		ignored = Set.copyOf(ignored);
	}

	/**
	 * A limit in time; what is unknown stops, all replicas count, and those that have
	 * gone are expected back for a day.
	 * @param limit the lag at which backfills stop; above zero
	 * @return the limits
	 */
	public static ReplicaLimits of(Duration limit) {
		return new ReplicaLimits(limit, 0, WhenUnknown.STOP, Set.of(), Duration.ofDays(1));
	}

	/**
	 * The same with other replicas that do not count.
	 * @param names any names
	 * @return changed limits
	 */
	public ReplicaLimits ignoring(String... names) {
		return ignoring(List.of(names));
	}

	ReplicaLimits ignoring(Collection<String> names) {
		return new ReplicaLimits(this.time, this.bytes, this.whenUnknown, Set.copyOf(names), this.forgetAfter);
	}

	/**
	 * The same with a limit in bytes.
	 * @param limit how much may be left to replay
	 * @return changed limits
	 */
	public ReplicaLimits bytes(long limit) {
		return new ReplicaLimits(this.time, limit, this.whenUnknown, this.ignored, this.forgetAfter);
	}

	ReplicaLimits whenUnknown(WhenUnknown what) {
		return new ReplicaLimits(this.time, this.bytes, what, this.ignored, this.forgetAfter);
	}

	/**
	 * How much of the limits one replica uses, by whichever is nearer.
	 */
	Reading reading(ReplicaState state) {
		double seconds = state.worstLag().toNanos() / 1e9;
		double limit = this.time.toNanos() / 1e9;
		String subject = "replica " + state.name();
		Long behind = state.bytesBehind();
		if (this.bytes > 0 && behind != null && (double) behind / this.bytes > seconds / limit) {
			return Reading.of(behind / 1e6, this.bytes / 1e6, "MB", subject);
		}
		return Reading.of(seconds, limit, "s", subject);
	}

}
