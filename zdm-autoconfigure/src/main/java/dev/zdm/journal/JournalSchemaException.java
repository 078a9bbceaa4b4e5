package dev.zdm.journal;

import org.jspecify.annotations.Nullable;

/**
 * The tables in schema {@code zdm} are missing and could not be created. The message says
 * which grant is missing.
 */
public final class JournalSchemaException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what could not be created and the grant that would allow it
	 * @param cause what the server said, or null when nothing was tried
	 */
	public JournalSchemaException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
