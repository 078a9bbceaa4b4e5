package dev.zdm.execute;

import java.sql.SQLException;

/**
 * A step of a plan failed. The steps before it are done and stay done; running the same
 * statement again goes on with this step.
 */
public final class StepFailedException extends SQLException {

	private static final long serialVersionUID = 1L;

	private final int position;

	StepFailedException(int position, int steps, String sql, String advice, SQLException cause) {
		super("Step " + (position + 1) + " of " + steps + " failed: " + sql + "\n" + cause.getMessage()
				+ (advice.isEmpty() ? "" : "\n" + advice)
				+ "\nEarlier steps stay done; running the same statement again goes on with this one.",
				cause.getSQLState(), cause);
		this.position = position;
	}

	/**
	 * The place of the step that failed.
	 * @return its position in the plan, from 0
	 */
	public int position() {
		return this.position;
	}

}
