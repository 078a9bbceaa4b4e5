package dev.zdm.hostile;

/**
 * The process is gone: nothing that would have come after can come. Nobody catches it.
 */
final class Killed extends Error {

	private static final long serialVersionUID = 1;

	Killed() {
		super("This process is dead", null, false, false);
	}

	/** Goes on where the process was killed, in whatever thread of it. */
	static void requireReasonOf(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof Killed) {
				return;
			}
		}
		throw new AssertionError(failure);
	}

}
