package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The right of one JVM to a folder. It is a lock on a file in the folder, which the
 * operating system takes back when the JVM dies, however it dies: neither a pid that was
 * given to another process nor a clock that was set can mislead anybody. A second file
 * names the owner; it is written while the lock is held.
 * <p>
 * On POSIX systems a JVM loses its lock when it closes <em>any</em> channel to the file,
 * so a JVM never opens the lock file of a folder that it owns already.
 */
final class Ownership {

	private static final String LOCK = "owner.lock";

	private static final String OWNER = "owner";

	private static final Pattern UNIQUE_NAME = Pattern.compile("\\d+-\\d+-[0-9a-f]{8}");

	/** A JVM needs moments to lock the folder that it made. */
	private static final Duration YOUTH = Duration.ofMinutes(10);

	private static final String THIS_JVM = ProcessHandle.current().pid() + "-"
			+ ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);

	private final Path folder;

	private final FileChannel lock;

	private Ownership(Path folder, FileChannel lock) {
		this.folder = folder;
		this.lock = lock;
	}

	/**
	 * A name for a new folder.
	 * @return a name that no other folder has
	 */
	static String uniqueName() {
		return THIS_JVM + "-" + UUID.randomUUID().toString().substring(0, 8);
	}

	/**
	 * Makes a new folder and takes it.
	 * @param parent where to make it
	 * @return the right to the new folder
	 */
	static Ownership ofNewFolder(Path parent) {
		try {
			Path folder = Files.createDirectories(parent.resolve(uniqueName())).toRealPath();
			return take(folder).orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Takes a folder.
	 * @param folder an existing folder
	 * @return the right to it, empty when its owner is alive
	 */
	static Optional<Ownership> take(Path folder) {
		try {
			return take(folder, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Takes a folder with a {@linkplain #uniqueName() unique name} from an owner that is
	 * dead.
	 * @param folder any file or folder
	 * @return the right to it, empty when its owner is alive, or may be about to take it,
	 * or when it is something else
	 */
	static Optional<Ownership> takeAbandoned(Path folder) {
		if (!UNIQUE_NAME.matcher(folder.getFileName().toString()).matches()) {
			return Optional.empty();
		}
		try {
			return (ownerOf(folder).isPresent() || isOld(folder)) ? take(folder, StandardOpenOption.WRITE)
					: Optional.empty();
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isOld(Path folder) throws IOException {
		return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(YOUTH));
	}

	private static synchronized Optional<Ownership> take(Path folder, OpenOption... options) throws IOException {
		if (ownerOf(folder).equals(Optional.of(THIS_JVM))) {
			return Optional.empty();
		}
		FileChannel channel = FileChannel.open(folder.resolve(LOCK), options);
		if (!isLocked(channel)) {
			channel.close();
			return Optional.empty();
		}
		Files.writeString(folder.resolve(OWNER), THIS_JVM);
		return Optional.of(new Ownership(folder, channel));
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	/**
	 * Who owns a folder, or did last.
	 * @param folder a folder
	 * @return pid and start of the JVM, empty when nobody does
	 */
	static Optional<String> ownerOf(Path folder) {
		try {
			return Optional.of(Files.readString(folder.resolve(OWNER)));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Whether a folder was ever owned.
	 * @param folder a folder
	 * @return true when it has a lock file
	 */
	static boolean knows(Path folder) {
		return Files.exists(folder.resolve(LOCK));
	}

	Path folder() {
		return this.folder;
	}

	/**
	 * Gives the folder up and leaves it as it is.
	 */
	void release() {
		try (this.lock) {
			Files.deleteIfExists(this.folder.resolve(OWNER));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Deletes what the folder holds and then gives it up and deletes it. Should this JVM
	 * die meanwhile, another one can go on.
	 */
	void releaseAndDelete() {
		try {
			FolderTree.entries(this.folder)
				.stream()
				.filter((path) -> !path.endsWith(LOCK) && !path.endsWith(OWNER))
				.forEach(FolderTree::delete);
		}
		finally {
			release();
		}
		FolderTree.delete(this.folder);
	}

}
