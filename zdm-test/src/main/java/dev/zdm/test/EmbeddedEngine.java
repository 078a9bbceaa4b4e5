package dev.zdm.test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs servers as processes of this machine, from binaries on the class path.
 *
 * @param home where they live
 * @param primary the primary
 * @param replicas the replicas
 */
record EmbeddedEngine(ClusterHome home, Server primary, List<Server> replicas) implements Engine {

	static EmbeddedEngine start(ClusterPlan plan) {
		Path root = Path.of(System.getProperty("java.io.tmpdir"), "zdm-test-" + System.getProperty("user.name"));
		PostgresBinaries binaries = PostgresBinaries.in(root);
		ClusterHome home = (plan.dataDirectory() != null) ? ClusterHome.persistent(binaries, plan.dataDirectory())
				: ClusterHome.temporary(binaries, (plan.workDirectory() != null) ? plan.workDirectory() : root);
		try {
			return start(plan, home);
		}
		catch (RuntimeException ex) {
			home.close();
			throw ex;
		}
	}

	private static EmbeddedEngine start(ClusterPlan plan, ClusterHome home) {
		List<String> names = plan.replicaNames();
		EmbeddedServers servers = new EmbeddedServers(home, new ServerSettings(plan.settings()), PRIMARY, names);
		Server primary = servers.start(PRIMARY, null);
		List<Server> replicas = names.parallelStream().map((name) -> servers.start(name, primary)).toList();
		replicas.forEach(Server::awaitStreaming);
		return new EmbeddedEngine(home, primary, replicas);
	}

	@Override
	public void close() {
		this.home.close();
	}

}
