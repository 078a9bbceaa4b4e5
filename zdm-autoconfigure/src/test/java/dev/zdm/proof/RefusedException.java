package dev.zdm.proof;

import java.sql.SQLException;

/**
 * The server does not accept a case.
 */
final class RefusedException extends Exception {

	private static final long serialVersionUID = 1L;

	RefusedException(SQLException cause) {
		super(cause.getSQLState() + " " + cause.getMessage().lines().findFirst().orElse(""), cause);
	}

}
