package dev.zdm.backfill;

import org.springframework.dao.CannotAcquireLockException;

/**
 * A backfill could not be checked at the start, as others held its table for longer than
 * that waits. Nothing was entered into the journal, and no row was touched. The message
 * says who is in the way.
 */
public final class BackfillLockedException extends CannotAcquireLockException {

	private static final long serialVersionUID = 1L;

	BackfillLockedException(String message, Throwable cause) {
		super(message, cause);
	}

}
