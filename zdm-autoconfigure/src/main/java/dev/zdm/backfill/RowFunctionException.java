package dev.zdm.backfill;

/**
 * A row function could not compute a row.
 */
final class RowFunctionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RowFunctionException(Exception cause) {
		super(cause);
	}

	/**
	 * What may be said of it outside of the application: not its message, which may hold
	 * values.
	 */
	String describe() {
		Throwable cause = getCause();
		StackTraceElement[] trace = cause.getStackTrace();
		return cause.getClass().getName() + ((trace.length > 0) ? " at " + trace[0] : "");
	}

}
