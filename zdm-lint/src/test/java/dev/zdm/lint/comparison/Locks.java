package dev.zdm.lint.comparison;

import java.util.stream.Stream;

import dev.zdm.catalog.LockMode;

/**
 * Reads lock modes.
 */
final class Locks {

	private Locks() {
	}

	/** The mode of a name in {@code pg_locks}. */
	static LockMode mode(String name) {
		return Stream.of(LockMode.values()).filter((mode) -> mode.pgName().equals(name)).findFirst().orElseThrow();
	}

	static LockMode stronger(LockMode one, LockMode other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

}
