package dev.zdm.throttle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one receiver of the write-ahead log says, or what is said about it.
 *
 * @param kind how it is known
 * @param name its {@code application_name}, or what stands for it
 * @param slot the name of its replication slot; empty without one
 * @param address where it connects from
 * @param state its state; null when this role may not see it
 * @param replayed how far it has come, in bytes; null when not reported
 * @param reportedLag its lag as reported; null when not known
 * @param problem why it cannot be read; empty when it can
 */
record ReplicaRow(Kind kind, String name, String slot, String address, @Nullable String state, @Nullable Long replayed,
		@Nullable Duration reportedLag, String problem) {

	/**
	 * What tells replicas apart while they are connected.
	 */
	String identity() {
		return this.kind + "/" + this.name + '/' + (this.slot.isEmpty() ? this.address : this.slot);
	}

	boolean hidden() {
		return this.kind == Kind.STREAMING && this.state == null;
	}

	/**
	 * A receiver that replays nothing: a base backup, pg_receivewal.
	 */
	boolean replaysNothing() {
		return this.kind == Kind.STREAMING
				&& ("backup".equals(this.state) || (this.replayed == null && "streaming".equals(this.state)));
	}

	/**
	 * Whether it is expected to stay.
	 */
	boolean lasting() {
		return (this.kind == Kind.STREAMING) ? this.replayed != null && !replaysNothing() : this.kind == Kind.AURORA;
	}

	/**
	 * How a receiver is known.
	 */
	enum Kind {

		/** From {@code pg_stat_replication}. */
		STREAMING,

		/**
		 * From its slot in {@code pg_replication_slots}, whether it is connected or not.
		 */
		LOGICAL,

		/** From Aurora's {@code aurora_replica_status()}. */
		AURORA,

		/** It was asked itself. */
		DIRECT

	}

}
