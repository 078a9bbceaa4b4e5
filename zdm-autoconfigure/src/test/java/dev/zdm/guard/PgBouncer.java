package dev.zdm.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.springframework.util.FileSystemUtils;

/**
 * A PgBouncer before a server, if Debian's package {@code pgbouncer} is installed.
 */
final class PgBouncer implements AutoCloseable {

	private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

	private final Path folder;

	private final Process process;

	private final int port;

	private PgBouncer(Path folder, Process process, int port) {
		this.folder = folder;
		this.process = process;
		this.port = port;
	}

	static boolean isInstalled() {
		return Files.isExecutable(PROGRAM);
	}

	static PgBouncer start(String jdbcUrl, String poolMode) {
		URI server = URI.create(jdbcUrl.substring("jdbc:".length()));
		try {
			int port = freePort();
			Path folder = Files.createTempDirectory("pgbouncer",
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
			Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
					[databases]
					* = host=%s port=%d user=postgres password=postgres
					[pgbouncer]
					listen_addr = 127.0.0.1
					listen_port = %d
					unix_socket_dir =
					auth_type = any
					pool_mode = %s
					default_pool_size = 10
					ignore_startup_parameters = extra_float_digits
					""".formatted(server.getHost(), server.getPort(), port, poolMode));
			List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
			if (System.getProperty("user.name").equals("root")) {
				command.addAll(List.of("-u", "nobody"));
			}
			command.add(settings.toString());
			return new PgBouncer(folder,
					new ProcessBuilder(command).redirectErrorStream(true)
						.redirectOutput(folder.resolve("log").toFile())
						.start(),
					port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			return free.getLocalPort();
		}
	}

	/** The same database, through the pooler, without statements prepared by name. */
	String through(String jdbcUrl) {
		URI server = URI.create(jdbcUrl.substring("jdbc:".length()));
		return "jdbc:postgresql://127.0.0.1:" + this.port + server.getPath()
				+ "?prepareThreshold=0&user=postgres&password=postgres";
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		this.process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
		FileSystemUtils.deleteRecursively(this.folder);
	}

}
