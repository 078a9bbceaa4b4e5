package dev.zdm.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * Runs servers in containers, one each, in a network of their own. Testcontainers removes
 * them when the JVM ends or dies.
 */
final class ContainerEngine implements Engine {

	private final Network network = Network.newNetwork();

	private final String image;

	private final List<ServerContainer> containers;

	private final List<Server> servers = new ArrayList<>();

	private ContainerEngine(ClusterPlan plan, String image) {
		this.image = image;
		this.containers = Stream.concat(Stream.of(PRIMARY), plan.replicaNames().stream())
			.map((name) -> new ServerContainer(image, this.network, name))
			.toList();
	}

	/**
	 * Starts the containers and the servers in them.
	 * @param plan what the cluster shall be
	 * @param image the image with PostgreSQL's programs
	 * @return the running servers
	 */
	static ContainerEngine start(ClusterPlan plan, String image) {
		if (plan.dataDirectory() != null) {
			throw new IllegalStateException("Containers do not keep %s. Use embedded servers, or no data directory."
				.formatted(plan.dataDirectory()));
		}
		ContainerEngine engine = new ContainerEngine(plan, image);
		try {
			engine.start(plan.replicaNames(), new ServerSettings(plan.settings()));
			return engine;
		}
		catch (RuntimeException ex) {
			engine.close();
			throw ex;
		}
	}

	private void start(List<String> replicas, ServerSettings settings) {
		startContainers();
		ServerContainer primary = this.containers.get(0);
		primary.initialise(settings);
		this.servers.add(started(PRIMARY, primary, null));
		for (int replica = 1; replica <= replicas.size(); replica++) {
			ServerContainer container = this.containers.get(replica);
			container.follow(primary, settings);
			this.servers.add(started(replicas.get(replica - 1), container, primary()));
		}
		replicas().forEach(Server::awaitStreaming);
	}

	private void startContainers() {
		try {
			Startables.deepStart(this.containers.stream().map(ServerContainer::container)).join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException(
					"Containers of %s do not start. Does Docker run, and does it have the image?".formatted(this.image),
					ex.getCause());
		}
	}

	private static Server started(String name, ServerContainer container, @Nullable Server primary) {
		ContainerPostmaster postmaster = new ContainerPostmaster(container);
		postmaster.start();
		return new Server(name, postmaster, primary);
	}

	@Override
	public Server primary() {
		return this.servers.get(0);
	}

	@Override
	public List<Server> replicas() {
		return this.servers.subList(1, this.servers.size());
	}

	@Override
	public void close() {
		this.containers.forEach((container) -> container.container().stop());
		this.network.close();
	}

}
