package dev.zdm.guard;

/**
 * What to do when a statement requires a backfill that is not done.
 *
 * @param unfinished what to do if much is left
 * @param runRows up to how many rows count as little, and are done at once while the
 * migration waits; 0 for none
 */
public record RequirementSettings(Unfinished unfinished, long runRows) {

	/** Refuse, unless 10,000 rows or fewer are left. */
	public static final RequirementSettings DEFAULTS = new RequirementSettings(Unfinished.REFUSE, 10_000);

	/**
	 * Validates.
	 * @throws InvalidSettingException if the rows are below zero
	 */
	public RequirementSettings {
		if (runRows < 0) {
			throw new InvalidSettingException("zdm.backfill.requires.run-rows cannot be " + runRows + ".",
					"Use 0 to run none at once.");
		}
	}

	/**
	 * What to do if much is left.
	 */
	public enum Unfinished {

		/** Refuse the statement. */
		REFUSE,
		/** Work on the backfill, and wait until it is done. */
		WAIT

	}

}
