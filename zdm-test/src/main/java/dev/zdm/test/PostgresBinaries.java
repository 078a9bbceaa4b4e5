package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * The programs of PostgreSQL, unpacked. For root they run in a user namespace of their
 * own, because PostgreSQL refuses to run as root.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path folder) {

	/** Kept, because reading the archive takes a while. */
	private static final Map<Path, PostgresBinaries> KNOWN = new ConcurrentHashMap<>();

	private static final String COUNT = "number-of-files";

	/**
	 * Unpacks the programs, unless an earlier JVM did and nobody has tidied the folder
	 * for temporary files since. JVMs that do so at the same time do not disturb each
	 * other: each unpacks for itself, and the first to be done wins.
	 * @param parent where to keep them
	 * @return the programs
	 */
	static PostgresBinaries in(Path parent) {
		return KNOWN.computeIfAbsent(parent, PostgresBinaries::found);
	}

	private static PostgresBinaries found(Path parent) {
		BinaryArchive archive = BinaryArchive.ofThisMachine();
		PostgresBinaries binaries = new PostgresBinaries(parent.resolve("postgres-" + archive.digest()));
		if (!binaries.isComplete()) {
			binaries.unpack(archive);
		}
		return binaries;
	}

	private boolean isComplete() {
		try {
			return Files.readString(this.folder.resolve(COUNT)).equals(FolderTree.count(this.folder));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void unpack(BinaryArchive archive) {
		Ownership ownership = Ownership.ofNewFolder(this.folder.getParent());
		try {
			Path unpacked = ownership.folder().resolve("unpacked");
			archive.unpack(unpacked);
			Files.createFile(unpacked.resolve(COUNT));
			Files.writeString(unpacked.resolve(COUNT), FolderTree.count(unpacked));
			replaceWith(unpacked, ownership.folder().resolve("incomplete"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			ownership.releaseAndDelete();
		}
	}

	private void replaceWith(Path unpacked, Path incomplete) throws IOException {
		try {
			if (Files.exists(this.folder) && !isComplete()) {
				Files.move(this.folder, incomplete, StandardCopyOption.ATOMIC_MOVE);
			}
			Files.move(unpacked, this.folder, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (FileSystemException ex) {
			if (!isComplete()) {
				throw ex;
			}
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
			return process(command, log).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while running " + command, ex);
		}
	}

	/**
	 * A variable such as {@code PGSSLMODE} would reach the connection of a replica to its
	 * primary.
	 */
	private static ProcessBuilder process(List<String> command, Path log) {
		ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		process.environment().keySet().removeIf((name) -> name.startsWith("PG"));
		process.environment().put("LC_ALL", "C");
		return process;
	}

}
