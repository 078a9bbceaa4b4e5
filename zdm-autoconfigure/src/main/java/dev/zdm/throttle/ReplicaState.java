package dev.zdm.throttle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One receiver of the primary's write-ahead log.
 *
 * @param name its {@code application_name}; for a logical subscriber the name of its
 * slot; on Aurora its {@code server_id}
 * @param state what {@code pg_stat_replication.state} says, or {@code gone} when it was
 * there before, {@code hidden} when this role may not see it, {@code logical},
 * {@code aurora}, or {@code direct} when it was asked itself
 * @param lag how long ago the primary wrote what the replica replays next; null when
 * unknown or not counted
 * @param forecast how long it will take until what is written now is replayed there, at
 * the pace that its replay has; null when that is not known
 * @param bytesBehind how much it has still to replay; null when unknown
 * @param counted whether its lag slows backfills down
 * @param note what else there is to say; empty for nothing
 */
public record ReplicaState(String name, String state, @Nullable Duration lag, @Nullable Duration forecast,
		@Nullable Long bytesBehind, boolean counted, String note) {

	static ReplicaState unknown(String name, String state, String reason) {
		return new ReplicaState(name, state, null, null, null, true, reason);
	}

	static ReplicaState uncounted(ReplicaRow row, String note) {
		return new ReplicaState(row.name(), String.valueOf(row.state()), null, null, null, false, note);
	}

	boolean unknown() {
		return this.counted && this.lag == null && this.bytesBehind == null;
	}

	ReplicaState notRead(String reason) {
		return new ReplicaState(this.name, this.state, null, null, null, this.counted, reason);
	}

	/**
	 * The lag there is, or the one there will be if that is worse.
	 */
	Duration worstLag() {
		Duration now = (this.lag != null) ? this.lag : Duration.ZERO;
		return (this.forecast != null && this.forecast.compareTo(now) > 0) ? this.forecast : now;
	}

}
