package dev.zdm.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * An application in a JVM of its own that runs one statement, and says when it wants to
 * be killed. Its arguments are URL, user, password and the statement; the points where
 * others were killed come on its standard input, then an empty line.
 */
public final class MortalInstance {

	/** What it says when it is to be killed, with the point. */
	static final String NOW = "now ";

	/** The same when a session waits, with its process id and the point. */
	static final String HELD = "held ";

	/** What it says at its natural end. */
	static final String DONE = "done";

	private MortalInstance() {
	}

	public static void main(String[] args) throws Exception {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		Set<String> points = new HashSet<>();
		for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
			points.add(line);
		}
		PGSimpleDataSource database = new PGSimpleDataSource();
		database.setURL(args[0]);
		database.setUser(args[1]);
		database.setPassword(args[2]);
		try (Instance instance = new Instance(database, Duration.ofSeconds(60))) {
			instance.process().meets(new Collapse(points, new Announced(in)));
			instance.run(args[3]);
			System.out.println(DONE);
		}
	}

	/**
	 * The death that another process brings.
	 */
	private record Announced(BufferedReader in) implements Death {

		@Override
		public void now(String point) {
			System.out.println(NOW + point);
			while (true) {
				LockSupport.park();
			}
		}

		@Override
		public void held(String point, int backend, boolean ends) {
			System.out.println(HELD + backend + " " + point);
			try {
				this.in.readLine();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
