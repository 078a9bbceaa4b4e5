package dev.zdm.throttle;

import java.sql.SQLException;

/**
 * Where the primary says what it knows about its replicas.
 */
interface ReplicaSource {

	ReplicationSnapshot read(Round round) throws SQLException;

}
