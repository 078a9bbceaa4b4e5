package dev.zdm.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port for a server. It lies below the ranges from which Linux (32768 and up),
 * macOS and Windows (49152 and up) take ports for outgoing connections: one of those
 * could be gone when the server is started again.
 */
final class FreePort {

	private static final int FIRST = 20_000;

	private static final int LAST = 32_767;

	private static final int ATTEMPTS = 100;

	private FreePort() {
	}

	/**
	 * Finds a free port, which may be taken by somebody else a moment later.
	 * @return a port on which nobody listens
	 */
	static int find() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
			if (isFree(port)) {
				return port;
			}
		}
		throw new IllegalStateException("No free port between %d and %d".formatted(FIRST, LAST));
	}

	static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
