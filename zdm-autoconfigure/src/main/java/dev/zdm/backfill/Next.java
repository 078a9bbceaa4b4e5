package dev.zdm.backfill;

/**
 * When a range's task is due again.
 */
enum Next {

	/** At once: its slice of time is over, or this instance stops. */
	AT_ONCE,

	/** In a while: another backfill has the table. */
	LATER,

	/** When it is the time of day again. */
	IN_ITS_HOURS,

	/** Not by itself: it is done, failed, or a person's wish ended it. */
	NEVER

}
