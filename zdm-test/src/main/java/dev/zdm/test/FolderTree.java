package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists, copies and deletes folders with all that is in them.
 */
final class FolderTree {

	private FolderTree() {
	}

	/**
	 * What a folder holds directly.
	 * @param folder a folder, which need not be there
	 * @return its entries
	 */
	static List<Path> entries(Path folder) {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Counts what a folder holds, at any depth.
	 * @param folder an existing folder
	 * @return the number
	 * @throws IOException when the folder cannot be read
	 */
	static String count(Path folder) throws IOException {
		try (Stream<Path> paths = Files.walk(folder)) {
			return Long.toString(paths.count());
		}
	}

	/**
	 * Copies a folder with its permissions, on which PostgreSQL insists.
	 * @param source an existing folder
	 * @param target a folder that is not there yet
	 */
	static void copy(Path source, Path target) {
		try (Stream<Path> paths = Files.walk(source)) {
			for (Path path : (Iterable<Path>) paths::iterator) {
				Files.copy(path, target.resolve(source.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES,
						LinkOption.NOFOLLOW_LINKS);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Deletes a file or folder, which may be gone already.
	 * @param folder the folder
	 * @throws UncheckedIOException when something in it cannot be deleted
	 */
	static void delete(Path folder) {
		try (Stream<Path> paths = Files.walk(folder)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(path);
			}
		}
		catch (NoSuchFileException ex) {
			// gone already
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
