package dev.zdm.test;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What a cluster shall be, whatever engine runs it.
 *
 * @param replicas the number of replicas
 * @param settings the caller's settings for all servers, by name
 * @param workDirectory where temporary clusters live, null for the JVM's folder for
 * temporary files
 * @param dataDirectory the home of a cluster that outlives the JVM, null for a temporary
 * one
 */
record ClusterPlan(int replicas, Map<String, String> settings, @Nullable Path workDirectory,
		@Nullable Path dataDirectory) {

	ClusterPlan {
		settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
	}

	/**
	 * The names of the replicas.
	 * @return {@code replica-1} and so on
	 */
	List<String> replicaNames() {
		return IntStream.rangeClosed(1, this.replicas).mapToObj((number) -> "replica-" + number).toList();
	}

}
