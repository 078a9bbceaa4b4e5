package dev.zdm.throttle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What was said at one moment about the primary and its replicas.
 *
 * @param at the primary's time
 * @param position where its write-ahead log was, in bytes
 * @param role who asked, quoted as in SQL
 * @param rows one per replica
 */
record ReplicationSnapshot(Instant at, long position, String role, List<ReplicaRow> rows) {

	ReplicationSnapshot with(Collection<ReplicaRow> further) {
		List<ReplicaRow> all = new ArrayList<>(this.rows);
		all.addAll(further);
		return new ReplicationSnapshot(this.at, this.position, this.role, all);
	}

}
