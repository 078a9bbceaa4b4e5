package dev.zdm.throttle;

/**
 * What a backfill does while a {@link Signal} cannot be read.
 */
public enum WhenUnknown {

	/**
	 * It stops until the signal can be read again: unknown health is not good health.
	 * This is for signals that guard a budget, such as lag or disk space.
	 */
	STOP,

	/**
	 * It gets no faster until the signal can be read again; other signals may still slow
	 * it down. This is for signals of load.
	 */
	HOLD,

	/**
	 * It goes on as if the signal did not exist.
	 */
	IGNORE

}
