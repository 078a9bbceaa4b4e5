package dev.zdm.backfill;

/**
 * The range is no longer this worker's: it was paused, cancelled or taken over. The
 * transaction must be rolled back.
 */
final class FencedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	FencedException() {
		super("The range is no longer this worker's", null, false, false);
	}

}
