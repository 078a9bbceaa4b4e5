package dev.zdm.test;

import org.jspecify.annotations.Nullable;

/**
 * The cluster that {@link PostgresCluster#shared()} gives. When it does not start, each
 * caller learns why.
 */
final class SharedCluster {

	private static @Nullable Engine engine;

	private SharedCluster() {
	}

	static synchronized Engine engine(ClusterPlan plan) {
		if (engine == null) {
			engine = Engine.start(plan);
		}
		return engine;
	}

}
