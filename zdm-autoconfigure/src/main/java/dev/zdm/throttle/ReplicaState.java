package dev.zdm.throttle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One receiver of the primary's write-ahead log.
 *
 * @param name its {@code application_name}
 * @param state what {@code pg_stat_replication.state} says, or {@code gone} when it was
 * there before, or {@code hidden} when this role may not see it
 * @param lag how long ago the primary wrote what the replica replays next; null when
 * unknown or not counted
 * @param bytesBehind how much it has still to replay; null when unknown
 * @param counted whether its lag slows backfills down
 * @param note what else there is to say; empty for nothing
 */
public record ReplicaState(String name, String state, @Nullable Duration lag, @Nullable Long bytesBehind,
		boolean counted, String note) {

	boolean unknown() {
		return this.counted && this.lag == null;
	}

	ReplicaState notRead(String reason) {
		return new ReplicaState(this.name, this.state, null, null, this.counted, reason);
	}

	Duration lagOrZero() {
		return (this.lag != null) ? this.lag : Duration.ZERO;
	}

}
