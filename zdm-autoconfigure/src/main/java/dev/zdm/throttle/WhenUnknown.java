package dev.zdm.throttle;

/**
 * What a backfill does while a {@link Signal} cannot be read.
 */
public enum WhenUnknown {

	/**
	 * It stops until the signal can be read again: unknown health is not good health.
	 */
	STOP,

	/**
	 * It goes on as if the signal did not exist.
	 */
	IGNORE

}
