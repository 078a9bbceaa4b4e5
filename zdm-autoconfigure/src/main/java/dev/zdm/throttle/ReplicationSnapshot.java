package dev.zdm.throttle;

import java.time.Instant;
import java.util.List;

/**
 * What the primary said at one moment about itself and its replicas.
 *
 * @param at the primary's time
 * @param position where its write-ahead log was, in bytes
 * @param role who asked, quoted as in SQL
 * @param rows one per replica
 */
record ReplicationSnapshot(Instant at, long position, String role, List<ReplicaRow> rows) {

}
