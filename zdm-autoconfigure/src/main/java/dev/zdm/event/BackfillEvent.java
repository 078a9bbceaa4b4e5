package dev.zdm.event;

/**
 * Something that happened to a backfill.
 */
public sealed interface BackfillEvent extends Event {

	/**
	 * The name of the backfill.
	 * @return the name, as in its definition
	 */
	String backfill();

	/**
	 * A backfill went from one state to another.
	 *
	 * @param backfill the name of the backfill
	 * @param state the state it is in now, in lower case
	 * @param reason why, in one sentence; empty when there is nothing to say
	 */
	record StateChanged(String backfill, String state, String reason) implements BackfillEvent {
	}

	/**
	 * A batch was committed.
	 *
	 * @param backfill the name of the backfill
	 * @param rows how many rows the batch changed
	 * @param nanos how long its transaction took, in nanoseconds
	 */
	record BatchCommitted(String backfill, long rows, long nanos) implements BackfillEvent {
	}

	/**
	 * A batch was rolled back and will be tried again.
	 *
	 * @param backfill the name of the backfill
	 * @param sqlState the SQLSTATE of the failure
	 */
	record BatchFailed(String backfill, String sqlState) implements BackfillEvent {
	}

}
