package dev.zdm.test;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The homes that this JVM has open. What is open when the JVM ends, by itself or by
 * Ctrl-C, is closed then.
 */
final class OpenHomes {

	private static final Set<ClusterHome> HOMES = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(OpenHomes::closeAll, "zdm-test-shutdown"));
	}

	private OpenHomes() {
	}

	static void add(ClusterHome home) {
		HOMES.add(home);
	}

	static boolean isOpen(ClusterHome home) {
		return HOMES.contains(home);
	}

	static void remove(ClusterHome home) {
		HOMES.remove(home);
	}

	private static void closeAll() {
		HOMES.forEach(ClusterHome::close);
	}

}
