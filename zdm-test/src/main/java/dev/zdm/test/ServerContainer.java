package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.utility.DockerImageName;

/**
 * A container in which one server can be started and stopped. Its main process is a shell
 * that does nothing, instead of the image's entry point: so it outlives the server, and
 * the port on the host stays the same. The server is made with the programs of the image,
 * which needs {@code initdb}, {@code pg_ctl} and {@code pg_basebackup} on its path, and a
 * user {@code postgres}; all tags of the official image have them. Where the image keeps
 * its data ({@code PGDATA}, volumes) does not matter: they differ between versions.
 */
final class ServerContainer {

	private static final int PORT = 5432;

	private static final String HOME = "/tmp/zdm-test";

	private static final String DATA = HOME + "/data";

	/**
	 * Docker gives 64 MB, which a parallel vacuum of a large table exceeds with the
	 * default {@code maintenance_work_mem}.
	 */
	private static final long SHARED_MEMORY = 256 * 1024 * 1024;

	/**
	 * The shell ends on SIGTERM and on SIGINT, which the official image asks Docker for,
	 * and reaps the processes that servers leave.
	 */
	private static final String IDLE = "trap 'exit 0' TERM INT; while :; do sleep 1 & wait $!; done";

	private static final String INITIALISE = """
			mkdir -p -m 700 %1$s && echo '%3$s' >%1$s/password &&
			initdb --auth=scram-sha-256 --username=%4$s --pwfile=%1$s/password --encoding=UTF8 --locale=C --no-sync \
			-D %2$s &&
			echo "include 'zdm.conf'" >>%2$s/postgresql.conf &&
			echo 'host all all all scram-sha-256' >>%2$s/pg_hba.conf &&
			echo 'host replication all all scram-sha-256' >>%2$s/pg_hba.conf""".formatted(HOME, DATA, Server.PASSWORD,
			Server.USERNAME);

	private static final String COPY = """
			mkdir -p -m 700 %s && pg_basebackup --checkpoint=fast --no-sync --write-recovery-conf -D %s \
			-d '%s'""";

	private final String server;

	private final GenericContainer<?> container;

	ServerContainer(String image, Network network, String server) {
		this.server = server;
		this.container = new GenericContainer<>(DockerImageName.parse(image)).withNetwork(network)
			.withNetworkAliases(server)
			.withExposedPorts(PORT)
			.withSharedMemorySize(SHARED_MEMORY)
			.withCreateContainerCmdModifier((command) -> command.withEntrypoint("sh", "-c", IDLE))
			.waitingFor(Wait.forSuccessfulCommand("true"));
	}

	Startable container() {
		return this.container;
	}

	String host() {
		return this.container.getHost();
	}

	int port() {
		return this.container.getMappedPort(PORT);
	}

	/**
	 * Makes the data folder of a primary.
	 * @param settings the settings of all servers
	 */
	void initialise(ServerSettings settings) {
		require(INITIALISE);
		configure(settings);
	}

	/**
	 * Makes the data folder of a replica.
	 * @param primary the container of the running primary
	 * @param settings the settings of all servers
	 */
	void follow(ServerContainer primary, ServerSettings settings) {
		String connection = "host=%s port=%d user=%s password=%s application_name=%s".formatted(primary.server, PORT,
				Server.USERNAME, Server.PASSWORD, this.server);
		require(COPY.formatted(HOME, DATA, connection));
		configure(settings);
	}

	private void configure(ServerSettings settings) {
		ServerSettings own = settings.with("listen_addresses", "*")
			.with("port", Integer.toString(PORT))
			.with("unix_socket_directories", "")
			.with("cluster_name", this.server);
		this.container.copyFileToContainer(Transferable.of(own.asFile(), 0644), DATA + "/zdm.conf");
	}

	/**
	 * Runs {@code pg_ctl} on the server, in the foreground.
	 * @param action what to do, with its options
	 */
	void control(String action) {
		require("pg_ctl -D %s -w -t 60 -l %s/log %s || { tail -n 50 %s/log; exit 1; }".formatted(DATA, HOME, action,
				HOME));
	}

	boolean isServerRunning() {
		return this.container.isRunning() && run("pg_ctl status -D " + DATA).getExitCode() == 0;
	}

	private void require(String script) {
		ExecResult result = run(script);
		if (result.getExitCode() != 0) {
			throw new IllegalStateException("%s: %s%nended with %d:%n%s%s".formatted(this.server, script,
					result.getExitCode(), result.getStdout(), result.getStderr()));
		}
	}

	private ExecResult run(String script) {
		try {
			return this.container.execInContainer(
					ExecConfig.builder().user("postgres").command(new String[] { "sh", "-c", script }).build());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while running " + script, ex);
		}
	}

}
