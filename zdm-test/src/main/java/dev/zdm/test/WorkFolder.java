package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder below {@code java.io.tmpdir} that the JVMs of one user share, for the
 * unpacked binaries and for temporary clusters.
 */
final class WorkFolder {

	private WorkFolder() {
	}

	/**
	 * Makes the folder unless it is there.
	 * @return the folder
	 * @throws IllegalStateException when it belongs to somebody else, whose programs
	 * nobody should run
	 */
	static Path ofThisUser() {
		Path folder = Path.of(System.getProperty("java.io.tmpdir"), "zdm-test-" + System.getProperty("user.name"));
		try {
			Files.createDirectories(folder);
			Path probe = Files.createTempFile("zdm-test-", ".probe");
			boolean ours = Files.getOwner(folder).equals(Files.getOwner(probe));
			Files.delete(probe);
			if (!ours) {
				throw new IllegalStateException(
						"%s belongs to another user. Delete it, or set java.io.tmpdir.".formatted(folder));
			}
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
