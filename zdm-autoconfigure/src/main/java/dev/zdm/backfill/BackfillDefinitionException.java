package dev.zdm.backfill;

/**
 * A backfill cannot be run as it is defined. No row has been touched. The message says
 * what to change.
 */
public final class BackfillDefinitionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String backfill;

	BackfillDefinitionException(String backfill, String problem) {
		super("Backfill \"" + backfill + "\" cannot be run: " + problem);
		this.backfill = backfill;
	}

	/**
	 * The name of the backfill.
	 * @return the name, as in its definition
	 */
	public String backfill() {
		return this.backfill;
	}

}
