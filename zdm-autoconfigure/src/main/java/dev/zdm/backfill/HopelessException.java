package dev.zdm.backfill;

/**
 * A backfill cannot go on before somebody has done something about it. The message is
 * what the journal shows.
 */
final class HopelessException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	HopelessException(String reason) {
		super(reason, null, false, false);
	}

}
