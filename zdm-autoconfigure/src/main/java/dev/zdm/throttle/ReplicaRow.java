package dev.zdm.throttle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@code pg_stat_replication}.
 *
 * @param name {@code application_name}
 * @param slot the name of its replication slot; empty without one
 * @param address where it connects from
 * @param logical whether it reads through a logical slot
 * @param state {@code state}; null when this role may not see it
 * @param replayed {@code replay_lsn} in bytes; null when not reported
 * @param reportedLag {@code replay_lag}; null when not known
 */
record ReplicaRow(String name, String slot, String address, boolean logical, @Nullable String state,
		@Nullable Long replayed, @Nullable Duration reportedLag) {

	/**
	 * What tells replicas apart when they come back on another connection.
	 */
	String identity() {
		return this.name + '/' + (this.slot.isEmpty() ? this.address : this.slot);
	}

	boolean hidden() {
		return this.state == null;
	}

	/**
	 * A receiver that replays nothing: a base backup, pg_receivewal, a subscriber.
	 */
	boolean replaysNothing() {
		return this.logical || "backup".equals(this.state) || (this.replayed == null && "streaming".equals(this.state));
	}

}
