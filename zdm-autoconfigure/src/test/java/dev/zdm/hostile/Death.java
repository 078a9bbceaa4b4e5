package dev.zdm.hostile;

/**
 * How a process dies.
 */
interface Death {

	/**
	 * At this moment.
	 * @param point where that is
	 */
	void now(String point);

	/**
	 * As soon as the statement that a session is about to run waits for somebody.
	 * @param point where that is
	 * @param backend the process id of the session
	 * @param ends whether the session ends too, and does not live on alone
	 */
	void held(String point, int backend, boolean ends);

}
