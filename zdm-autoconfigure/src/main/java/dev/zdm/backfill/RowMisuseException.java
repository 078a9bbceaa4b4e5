package dev.zdm.backfill;

/**
 * A row function is wrong whatever the row. The message holds no value of a row.
 */
final class RowMisuseException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	RowMisuseException(String reason) {
		super(reason);
	}

}
