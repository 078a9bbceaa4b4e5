package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes the data folders of a cluster and starts its servers.
 */
final class EmbeddedServers {

	private static final String SETTINGS = "zdm.conf";

	private static final int ATTEMPTS = 5;

	private final ClusterHome home;

	private final ServerSettings settings;

	private final ServerPorts ports;

	EmbeddedServers(ClusterHome home, ServerSettings settings, String primary, List<String> replicas) {
		this.home = home;
		this.settings = settings;
		this.ports = ports(primary, replicas);
	}

	private ServerPorts ports(String primary, List<String> replicas) {
		this.home.stopServers(Postmaster.Shutdown.FAST);
		List<String> servers = new ArrayList<>(replicas);
		servers.add(0, primary);
		Path file = this.home.folder().resolve("servers");
		return ServerPorts.read(file).map((ports) -> requireSame(ports, servers)).orElseGet(() -> {
			servers.stream().map(this.home::data).forEach(FolderTree::delete);
			create(primary, replicas);
			return ServerPorts.choose(file, servers);
		});
	}

	private ServerPorts requireSame(ServerPorts ports, List<String> servers) {
		if (!ports.servers().equals(servers)) {
			throw new IllegalStateException("%s holds %s and not %s. Ask for as many replicas, or delete the folder."
				.formatted(this.home.folder(), ports.servers(), servers));
		}
		return ports;
	}

	/**
	 * A replica is a copy of the primary's data folder from before its first start, so
	 * that no backup is needed: it begins with the same checkpoint and streams from
	 * there.
	 */
	private void create(String primary, List<String> replicas) {
		Path data = this.home.data(primary);
		this.home.initialise(primary);
		try {
			Files.writeString(data.resolve("postgresql.conf"), "include '" + SETTINGS + "'\n",
					StandardOpenOption.APPEND);
			for (String replica : replicas) {
				FolderTree.copy(data, this.home.data(replica));
				Files.createFile(this.home.data(replica).resolve("standby.signal"));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a server. When somebody else took its port meanwhile, it gets another.
	 * @param name the name of the server
	 * @param primary the server to follow, null for the primary
	 * @return the running server
	 */
	Server start(String name, @Nullable Server primary) {
		for (int attempt = 1;; attempt++) {
			EmbeddedPostmaster postmaster = this.home.postmaster(name, this.ports.port(name));
			configure(name, postmaster, primary);
			try {
				postmaster.start();
				return new Server(name, postmaster, primary);
			}
			catch (IllegalStateException ex) {
				if (attempt == ATTEMPTS || FreePort.isFree(postmaster.port())) {
					throw ex;
				}
				this.ports.choose(name);
			}
		}
	}

	private void configure(String name, Postmaster postmaster, @Nullable Server primary) {
		ServerSettings own = this.settings.with("listen_addresses", postmaster.host())
			.with("port", Integer.toString(postmaster.port()))
			.with("unix_socket_directories", "")
			.with("cluster_name", name);
		if (primary != null) {
			own = own.with("primary_conninfo", "host=%s port=%d user=%s application_name=%s".formatted(primary.host(),
					primary.port(), primary.username(), name));
		}
		try {
			Files.writeString(this.home.data(name).resolve(SETTINGS), own.asFile());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
