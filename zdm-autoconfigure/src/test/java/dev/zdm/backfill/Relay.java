package dev.zdm.backfill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.zdm.test.PostgresServer;

/**
 * A network between an instance and a server that can be cut, and can hold everything
 * back and deliver it later.
 */
final class Relay implements AutoCloseable {

	private final PostgresServer server;

	private final ServerSocket door;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	private boolean stalled;

	Relay(PostgresServer server) {
		this.server = server;
		try {
			this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	String address() {
		return "127.0.0.1:" + this.door.getLocalPort();
	}

	/** Ends all connections and lets none in. */
	void cut() {
		this.cut = true;
		this.sockets.forEach(Relay::close);
		this.sockets.clear();
	}

	/** Holds back what is sent. */
	synchronized void stall() {
		this.stalled = true;
	}

	/** Delivers what was held back and lets connections in. */
	synchronized void mend() {
		this.cut = false;
		this.stalled = false;
		notifyAll();
	}

	@Override
	public void close() {
		cut();
		mend();
		close(this.door);
	}

	private void accept() {
		while (!this.door.isClosed()) {
			try {
				Socket client = this.door.accept();
				if (this.cut) {
					close(client);
					continue;
				}
				Socket upstream = new Socket();
				this.sockets.add(client);
				this.sockets.add(upstream);
				connect(client, upstream);
			}
			catch (IOException ex) {
				// The door was closed
			}
		}
	}

	private void connect(Socket client, Socket upstream) {
		start(() -> {
			try {
				upstream.connect(new java.net.InetSocketAddress(this.server.host(), this.server.port()), 1000);
				start(() -> pump(upstream, client));
				pump(client, upstream);
			}
			catch (IOException ex) {
				close(client);
				close(upstream);
			}
		});
	}

	private void pump(Socket from, Socket to) {
		byte[] bytes = new byte[8192];
		try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
				awaitPassage();
				out.write(bytes, 0, read);
			}
		}
		catch (IOException ex) {
			// One side is gone, and so is the other
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close(from);
		close(to);
	}

	private synchronized void awaitPassage() throws InterruptedException {
		while (this.stalled) {
			wait();
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(AutoCloseable open) {
		try {
			open.close();
		}
		catch (Exception ex) {
			// It is gone already
		}
	}

}
