package dev.zdm.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another JVM with a cluster of one primary and one replica. It has no Testcontainers on
 * its class path.
 */
final class OwnerJvm {

	private static final String STARTED = "started";

	private final Process process;

	private OwnerJvm(Process process) {
		this.process = process;
	}

	static OwnerJvm withWorkDirectory(Path folder) {
		return start("work", folder);
	}

	static OwnerJvm withDataDirectory(Path folder) {
		return start("data", folder);
	}

	private static OwnerJvm start(String kind, Path folder) {
		try {
			OwnerJvm jvm = new OwnerJvm(new ProcessBuilder(command(kind, folder)).redirectErrorStream(true).start());
			assertThat(jvm.output()).contains(STARTED);
			return jvm;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> command(String kind, Path folder) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(), OwnerJvm.class.getName(), kind,
				folder.toString()));
		return command;
	}

	private static String classPath() {
		String separator = System.getProperty("path.separator");
		return Arrays.stream(System.getProperty("java.class.path").split(separator))
			.filter((entry) -> !entry.contains("testcontainers"))
			.collect(Collectors.joining(separator));
	}

	private List<String> output() throws IOException {
		List<String> lines = new ArrayList<>();
		BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8);
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			lines.add(line);
			if (line.equals(STARTED)) {
				break;
			}
		}
		return lines;
	}

	/** As {@code kill -9}. */
	void kill() {
		this.process.destroyForcibly();
		assertThat(this.process.onExit()).succeedsWithin(Duration.ofSeconds(30));
	}

	/** As {@code kill}, which to a JVM is the same as Ctrl-C. */
	void terminate() {
		this.process.destroy();
		assertThat(this.process.onExit()).succeedsWithin(Duration.ofSeconds(30));
	}

	/** Lets {@code main} return with the cluster open. */
	void end() throws IOException {
		this.process.getOutputStream().close();
		assertThat(this.process.onExit()).succeedsWithin(Duration.ofSeconds(30));
	}

	/**
	 * The main processes of servers below a folder.
	 * @param folder a folder
	 * @return those that are alive
	 */
	static List<ProcessHandle> postmasters(Path folder) throws IOException {
		try (Stream<Path> paths = Files.walk(folder, 3)) {
			return paths.filter(Files::isDirectory)
				.flatMap((data) -> RunningPostmaster.of(data).stream())
				.map(RunningPostmaster::process)
				.toList();
		}
	}

	public static void main(String[] args) throws IOException {
		PostgresCluster.Builder builder = PostgresCluster.builder().replicas(1);
		Path folder = Path.of(args[1]);
		PostgresCluster cluster = (args[0].equals("data") ? builder.dataDirectory(folder)
				: builder.workDirectory(folder))
			.start();
		Sql.execute(cluster.primary(), "create table precious as select 42 as value");
		cluster.replicas().get(0).awaitCaughtUp(Duration.ofSeconds(20));
		System.out.println(STARTED);
		System.in.readAllBytes();
	}

}
