package dev.zdm.hostile;

/**
 * Knows when a process dies: it is asked around everything that the process asks the
 * server for. It kills by {@link MortalDataSource#kill()}.
 */
interface Fate {

	/** A process that lives until it is killed from outside. */
	Fate NONE = new Fate() {
	};

	/**
	 * Something is about to be sent.
	 * @param backend the process id of the server's session
	 * @param sql its text, {@code commit} or {@code rollback}
	 */
	default void before(int backend, String sql) {
	}

	/**
	 * The server has answered, without an error.
	 * @param backend the process id of the server's session
	 * @param sql its text, {@code commit} or {@code rollback}
	 */
	default void after(int backend, String sql) {
	}

}
