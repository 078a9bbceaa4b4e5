package dev.zdm.test;

import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears what JVMs left that were killed: ends their servers and deletes their folders.
 * The folder of a JVM that lives is never touched.
 */
final class Leftovers {

	private static final Logger logger = LoggerFactory.getLogger(Leftovers.class);

	private Leftovers() {
	}

	/**
	 * Clears a work directory. What cannot be cleared does not keep a new cluster from
	 * starting.
	 * @param binaries what servers are stopped with, of whatever version they are
	 * @param workDirectory where temporary clusters live
	 */
	static void clear(PostgresBinaries binaries, Path workDirectory) {
		for (Path folder : FolderTree.entries(workDirectory)) {
			try {
				Ownership.takeAbandoned(folder)
					.ifPresent((ownership) -> ClusterHome.leftBehind(binaries, ownership).close());
			}
			catch (RuntimeException ex) {
				logger.warn("{} was left by a JVM that is gone and cannot be cleared", folder, ex);
			}
		}
	}

}
