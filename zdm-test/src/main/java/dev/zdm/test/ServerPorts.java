package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The servers of a cluster and their ports, kept in a file of its home. The file is
 * written when all data folders are complete: without it they are worthless.
 */
final class ServerPorts {

	private final Path file;

	private final Map<String, Integer> ports;

	private ServerPorts(Path file, Map<String, Integer> ports) {
		this.file = file;
		this.ports = new TreeMap<>(ports);
	}

	/**
	 * Chooses ports and writes the file.
	 * @param file the file
	 * @param servers the names of the servers
	 * @return the ports
	 */
	static ServerPorts choose(Path file, List<String> servers) {
		ServerPorts ports = new ServerPorts(file,
				servers.stream().collect(Collectors.toMap((name) -> name, (name) -> FreePort.find())));
		ports.write();
		return ports;
	}

	/**
	 * Reads the file.
	 * @param file the file
	 * @return the ports, empty when there is no file
	 */
	static Optional<ServerPorts> read(Path file) {
		try {
			return Optional.of(new ServerPorts(file,
					Files.readAllLines(file)
						.stream()
						.map((line) -> line.split("="))
						.collect(Collectors.toMap((entry) -> entry[0], (entry) -> Integer.valueOf(entry[1])))));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> servers() {
		return List.copyOf(this.ports.keySet());
	}

	synchronized int port(String server) {
		return this.ports.get(server);
	}

	/**
	 * Chooses another port for a server.
	 * @param server the name of the server
	 */
	synchronized void choose(String server) {
		this.ports.put(server, FreePort.find());
		write();
	}

	private void write() {
		try {
			Files.write(this.file,
					this.ports.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
