package dev.zdm.actuate;

import java.sql.SQLException;

/**
 * The database did not answer a question of the endpoint. Nothing was changed.
 */
public final class DatabaseUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DatabaseUnavailableException(Exception cause) {
		super("The database does not answer: " + describe(cause), cause);
	}

	/**
	 * The first line of what the driver said: the others may hold values.
	 */
	private static String describe(Exception exception) {
		String message = exception.getClass().getSimpleName();
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException && cause.getMessage() != null) {
				message = cause.getMessage().lines().findFirst().orElse(message);
			}
		}
		return message;
	}

}
