package dev.zdm.backfill;

/**
 * A backfill cannot go from its state to the one asked for. Nothing was changed.
 */
public final class BackfillStateException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String backfill;

	private final BackfillState state;

	BackfillStateException(String backfill, BackfillState state, String wish) {
		super("Backfill \"" + backfill + "\" is " + state + " and cannot be " + wish);
		this.backfill = backfill;
		this.state = state;
	}

	/**
	 * The name of the backfill.
	 * @return the name
	 */
	public String backfill() {
		return this.backfill;
	}

	/**
	 * The state it is in.
	 * @return the state
	 */
	public BackfillState state() {
		return this.state;
	}

}
