package dev.zdm.test;

import java.util.List;

/**
 * A way to run servers, and the servers that it runs.
 */
sealed interface Engine permits EmbeddedEngine, ContainerEngine {

	/** The name of the primary. */
	String PRIMARY = "primary";

	/** The system property with the major version of the servers. */
	String VERSION = "zdm.test.postgres.version";

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
		String engine = System.getProperty("zdm.test.postgres", "embedded");
		return switch (engine) {
			case "embedded" -> EmbeddedEngine.start(plan, Integer.getInteger(VERSION));
			case "testcontainers" -> inContainers(plan,
					System.getProperty("zdm.test.postgres.image", "postgres:" + Integer.getInteger(VERSION, 18)));
			default ->
				throw new IllegalStateException("zdm.test.postgres must be embedded or testcontainers, not " + engine);
		};
	}

	private static Engine inContainers(ClusterPlan plan, String image) {
		try {
			return ContainerEngine.start(plan, image);
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalStateException(
					"zdm.test.postgres=testcontainers needs org.testcontainers:testcontainers-postgresql on the class path",
					ex);
		}
	}

}
