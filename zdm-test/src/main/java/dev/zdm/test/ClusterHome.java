package dev.zdm.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of one cluster, with the data folder and the log of each server. This JVM
 * owns it.
 *
 * @param binaries what its servers run with
 * @param ownership the right to the folder
 * @param temporary whether it is deleted in the end
 */
record ClusterHome(PostgresBinaries binaries, Ownership ownership, boolean temporary) {

	/**
	 * Makes the home of a cluster that ends with this JVM.
	 * @param binaries what its servers run with
	 * @param workDirectory where to make it
	 * @return an empty home
	 */
	static ClusterHome temporary(PostgresBinaries binaries, Path workDirectory) {
		return opened(new ClusterHome(binaries, Ownership.ofNewFolder(workDirectory), true));
	}

	/**
	 * Opens the home of a cluster that outlives this JVM.
	 * @param binaries what its servers run with
	 * @param folder the folder, which is made when it is not there
	 * @return the home, maybe with the servers of an earlier JVM
	 * @throws IllegalStateException when its owner is alive, or when it holds something
	 * else
	 */
	static ClusterHome persistent(PostgresBinaries binaries, Path folder) {
		Path home = made(folder);
		if (!Ownership.knows(home) && !FolderTree.entries(home).isEmpty()) {
			throw new IllegalStateException(
					"%s holds something else than a cluster. Name an empty folder.".formatted(home));
		}
		Ownership ownership = Ownership.take(home).orElseThrow(() -> inUse(home));
		return opened(new ClusterHome(binaries, ownership, false));
	}

	/**
	 * Opens what a dead JVM left, in order to close it.
	 * @param binaries what its servers are stopped with
	 * @param ownership the right to the folder
	 * @return the home
	 */
	static ClusterHome leftBehind(PostgresBinaries binaries, Ownership ownership) {
		return opened(new ClusterHome(binaries, ownership, true));
	}

	private static Path made(Path folder) {
		try {
			return Files.createDirectories(folder).toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static IllegalStateException inUse(Path home) {
		return new IllegalStateException(
				"The cluster in %s belongs to a process that is alive (pid-start: %s). End it or name another folder."
					.formatted(home, Ownership.ownerOf(home).orElse("unknown")));
	}

	private static ClusterHome opened(ClusterHome home) {
		OpenHomes.add(home);
		return home;
	}

	Path folder() {
		return this.ownership.folder();
	}

	Path data(String server) {
		return folder().resolve(server);
	}

	Path log(String server) {
		return folder().resolve(server + ".log");
	}

	/**
	 * Makes the data folder of a new server.
	 * @param server the name of the server
	 */
	void initialise(String server) {
		this.binaries.run(log(server), "initdb", "--auth=trust", "--username=" + Server.USERNAME, "--encoding=UTF8",
				"--locale=C", "--no-sync", "-D", data(server).toString());
	}

	EmbeddedPostmaster postmaster(String server, int port) {
		return new EmbeddedPostmaster(this.binaries, data(server), log(server), port);
	}

	/**
	 * Stops all servers that run here, whichever JVM started them.
	 * @param mode how
	 */
	void stopServers(Postmaster.Shutdown mode) {
		FolderTree.entries(folder())
			.stream()
			.filter(Files::isDirectory)
			.map((data) -> postmaster(data.getFileName().toString(), 0))
			.forEach((postmaster) -> postmaster.stop(mode));
	}

	/**
	 * Stops the servers and gives the folder up, a temporary one with all that is in it.
	 * When a server does not stop, its data stay. A second call does nothing but wait for
	 * the first.
	 */
	void close() {
		synchronized (this.ownership) {
			if (OpenHomes.isOpen(this)) {
				try {
					stopAndRelease();
				}
				finally {
					OpenHomes.remove(this);
				}
			}
		}
	}

	private void stopAndRelease() {
		try {
			stopServers(this.temporary ? Postmaster.Shutdown.IMMEDIATE : Postmaster.Shutdown.FAST);
		}
		catch (RuntimeException ex) {
			this.ownership.release();
			throw ex;
		}
		if (this.temporary) {
			this.ownership.releaseAndDelete();
		}
		else {
			this.ownership.release();
		}
	}

}
