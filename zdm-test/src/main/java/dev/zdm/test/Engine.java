package dev.zdm.test;

import java.util.List;

/**
 * A way to run servers, and the servers that it runs.
 */
sealed interface Engine permits EmbeddedEngine {

	/** The name of the primary. */
	String PRIMARY = "primary";

	/**
	 * The server that takes writes.
	 * @return the primary
	 */
	Server primary();

	/**
	 * The servers that follow the primary.
	 * @return the replicas, in the order of their names
	 */
	List<Server> replicas();

	/**
	 * Stops all servers and deletes what need not be kept.
	 */
	void close();

	/**
	 * Starts a cluster with the engine that the system properties choose.
	 * @param plan what the cluster shall be
	 * @return the running servers
	 */
	static Engine start(ClusterPlan plan) {
		return EmbeddedEngine.start(plan);
	}

}
