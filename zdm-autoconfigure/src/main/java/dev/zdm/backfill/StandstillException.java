package dev.zdm.backfill;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;

/**
 * Others hold the whole table, or so many rows that to pass over them would not help.
 */
final class StandstillException extends CannotAcquireLockException {

	private static final long serialVersionUID = 1L;

	private final String who;

	StandstillException(String who, @Nullable Throwable cause) {
		super(who, cause);
		this.who = who;
	}

	/** Said without values of the application. */
	String who() {
		return this.who;
	}

}
