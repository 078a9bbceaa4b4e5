package dev.zdm.backfill;

/**
 * Rows were changed by others after they were read. The transaction is rolled back, and
 * their values are computed again.
 */
final class StaleRowsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	StaleRowsException() {
		super(null, null, false, false);
	}

}
