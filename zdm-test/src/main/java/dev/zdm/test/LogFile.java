package dev.zdm.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the log of a server for the message of a failure.
 */
final class LogFile {

	private static final int LENGTH = 4_000;

	private LogFile() {
	}

	/**
	 * The end of a log.
	 * @param file the log, which need not be there
	 * @return its last lines, empty when it cannot be read
	 */
	static String lastLines(Path file) {
		try {
			String log = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
			return log.substring(Math.max(0, log.length() - LENGTH));
		}
		catch (IOException ex) {
			return "";
		}
	}

}
