package dev.zdm.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The live main process of a data folder. Nobody else's process is ever taken for it: the
 * pid that the folder names may have been given to another process since, or the folder
 * may be a copy.
 *
 * @param process the process
 * @see <a href=
 * "https://www.postgresql.org/docs/current/storage-file-layout.html">Database File
 * Layout</a> on {@code postmaster.pid}
 */
record RunningPostmaster(ProcessHandle process) {

	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	/**
	 * Finds the process of a data folder.
	 * @param data the data folder
	 * @return the process, empty when none runs on this folder
	 */
	static Optional<RunningPostmaster> of(Path data) {
		try {
			return of(data, Files.readAllLines(data.resolve("postmaster.pid")));
		}
		catch (IOException | NumberFormatException ex) {
			return Optional.empty();
		}
	}

	private static Optional<RunningPostmaster> of(Path data, List<String> file) throws IOException {
		if (file.size() < 3 || !isSame(data, Path.of(file.get(1)))) {
			return Optional.empty();
		}
		Instant started = Instant.ofEpochSecond(Long.parseLong(file.get(2).trim()));
		return ProcessHandle.of(Long.parseLong(file.get(0).trim()))
			.filter((process) -> process.isAlive() && serves(process, file.get(1), started))
			.map(RunningPostmaster::new);
	}

	private static boolean isSame(Path data, Path named) throws IOException {
		return Files.exists(named) && Files.isSameFile(data, named);
	}

	/**
	 * The command line names the data folder, which is unique. Where the system does not
	 * show it (Windows), the program and the time of its start must do.
	 */
	private static boolean serves(ProcessHandle process, String data, Instant started) {
		ProcessHandle.Info info = process.info();
		return info.commandLine()
			.map((line) -> line.contains(data))
			.orElseGet(() -> info.command().filter((command) -> command.contains("postgres")).isPresent()
					&& info.startInstant().filter((start) -> isNear(start, started)).isPresent());
	}

	private static boolean isNear(Instant one, Instant other) {
		return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
	}

}
