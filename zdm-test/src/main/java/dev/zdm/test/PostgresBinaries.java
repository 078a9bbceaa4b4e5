package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * The programs of PostgreSQL, unpacked. For root they run in a user namespace of their
 * own, because PostgreSQL refuses to run as root.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path folder) {

	/**
	 * Unpacks the programs, unless an earlier JVM did. JVMs that do so at the same time
	 * do not disturb each other: each unpacks for itself, and the first to be done wins.
	 * @param parent where to keep them
	 * @return the programs
	 */
	static PostgresBinaries in(Path parent) {
		BinaryArchive archive = BinaryArchive.ofThisMachine();
		Path folder = parent.resolve("postgres-" + archive.digest());
		if (!Files.exists(folder)) {
			unpack(archive, folder);
		}
		return new PostgresBinaries(folder);
	}

	private static void unpack(BinaryArchive archive, Path folder) {
		Ownership ownership = Ownership.ofNewFolder(folder.getParent());
		try {
			Path unpacked = ownership.folder().resolve("postgres");
			archive.unpack(unpacked);
			Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			if (!Files.exists(folder)) {
				throw new UncheckedIOException(ex);
			}
		}
		finally {
			ownership.releaseAndDelete();
		}
	}

	/**
	 * Runs a program to its end.
	 * @param log takes what the program says
	 * @param program the name of the program, such as {@code pg_ctl}
	 * @param arguments its arguments
	 * @throws IllegalStateException when it fails, with the end of the log
	 */
	void run(Path log, String program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (LinuxUtils.isUnshareAvailable()) {
			command.addAll(List.of("unshare", "-U"));
		}
		command.add(this.folder.resolve("bin").resolve(program).toString());
		command.addAll(List.of(arguments));
		int status = status(command, log);
		if (status != 0) {
			throw new IllegalStateException(
					"%s ended with %d:%n%s".formatted(String.join(" ", command), status, LogFile.lastLines(log)));
		}
	}

	private static int status(List<String> command, Path log) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while running " + command, ex);
		}
	}

}
