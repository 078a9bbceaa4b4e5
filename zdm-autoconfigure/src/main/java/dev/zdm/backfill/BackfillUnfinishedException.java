package dev.zdm.backfill;

import java.sql.SQLNonTransientException;

import org.jspecify.annotations.Nullable;

/**
 * A backfill that somebody waited for did not come to a good end, so what builds on it
 * must not follow. Rows that it changed stay changed; the message says what to do.
 */
public final class BackfillUnfinishedException extends SQLNonTransientException {

	private static final long serialVersionUID = 1L;

	/** The server's own for what is asked for in the wrong state. */
	private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";

	private final String backfill;

	private final @Nullable BackfillState state;

	BackfillUnfinishedException(String backfill, BackfillState state, String problem) {
		super("Backfill \"" + backfill + "\" " + problem, OBJECT_NOT_IN_PREREQUISITE_STATE);
		this.backfill = backfill;
		this.state = state;
	}

	BackfillUnfinishedException(BackfillDefinitionException cause) {
		super(cause.getMessage(), OBJECT_NOT_IN_PREREQUISITE_STATE, cause);
		this.backfill = cause.backfill();
		this.state = null;
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
	 * @return the state; null when it was never entered into the journal
	 */
	public @Nullable BackfillState state() {
		return this.state;
	}

}
