package dev.zdm.backfill;

import java.util.Locale;
import java.util.Set;

/**
 * Where a backfill stands.
 */
public enum BackfillState {

	/** Nobody works on it yet: no worker is free, or another one has the table. */
	WAITING,

	/** It is being worked on, or braked; the pace tells. */
	RUNNING,

	/** A person stopped it; it goes on when resumed. */
	PAUSED,

	/** A person gave it up; what is done stays done. It can still be resumed. */
	CANCELLED,

	/** All rows are done. This is for good. */
	DONE,

	/** It stopped on an error; it goes on when resumed. */
	FAILED;

	static final Set<BackfillState> TO_BE_WORKED_ON = Set.of(WAITING, RUNNING);

	static BackfillState of(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

	/**
	 * The state as the journal and the endpoint write it.
	 * @return the name in lower case
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
