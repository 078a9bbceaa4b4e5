package dev.zdm.hostile;

/**
 * The process is gone: nothing that would have come after can come. Nobody catches it.
 */
final class Killed extends Error {

	private static final long serialVersionUID = 1;

	Killed() {
		super("This process is dead", null, false, false);
	}

}
