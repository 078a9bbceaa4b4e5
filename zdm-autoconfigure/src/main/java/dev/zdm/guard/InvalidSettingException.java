package dev.zdm.guard;

/**
 * The user configured something that does not exist or cannot be meant. The message says
 * what it is, and what can be said instead.
 */
public final class InvalidSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String action;

	/**
	 * Creates an exception.
	 * @param problem the property, and what is wrong with it
	 * @param action what to do
	 */
	public InvalidSettingException(String problem, String action) {
		super(problem + " " + action);
		this.problem = problem;
		this.action = action;
	}

	/**
	 * What is wrong.
	 * @return a sentence that begins with the property
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to do.
	 * @return a sentence or more
	 */
	public String action() {
		return this.action;
	}

}
