package dev.zdm.test;

/**
 * The main process of one server: what an engine must be able to do to it. Everything
 * else goes through SQL and is the same for every engine.
 */
sealed interface Postmaster permits EmbeddedPostmaster, ContainerPostmaster {

	/**
	 * Where the server listens.
	 * @return a host name
	 */
	String host();

	/**
	 * Where the server listens, for as long as the cluster lives.
	 * @return a TCP port
	 */
	int port();

	/**
	 * Whether the process is alive.
	 * @return true when it is
	 */
	boolean isRunning();

	/**
	 * Starts the process and waits until it takes connections.
	 */
	void start();

	/**
	 * Shuts the process down and waits for its end.
	 * @param mode how
	 */
	void stop(Shutdown mode);

	/**
	 * The shutdown modes of PostgreSQL that are of use here.
	 *
	 * @see <a href=
	 * "https://www.postgresql.org/docs/current/server-shutdown.html">Shutting Down the
	 * Server</a>
	 */
	enum Shutdown {

		/** Ends all sessions and writes a checkpoint. */
		FAST("INT"),

		/** Ends at once; the next start recovers. */
		IMMEDIATE("QUIT");

		private final String signal;

		Shutdown(String signal) {
			this.signal = signal;
		}

		String signal() {
			return this.signal;
		}

	}

}
