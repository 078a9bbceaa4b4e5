package dev.zdm.backfill;

import java.sql.SQLException;

import dev.zdm.journal.ServerMessage;

/**
 * The trigger that keeps the columns of a backfill in step could not be removed. It is
 * there as before.
 */
public final class BackfillTriggerException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String backfill;

	BackfillTriggerException(String backfill, SQLException cause) {
		super("The trigger of backfill \"" + backfill + "\" could not be removed and is still there: "
				+ ServerMessage.of(cause) + " Release it again when that is mended", cause);
		this.backfill = backfill;
	}

	/**
	 * The name of the backfill.
	 * @return the name
	 */
	public String backfill() {
		return this.backfill;
	}

}
