package dev.zdm.backfill;

import java.sql.SQLException;
import java.util.Set;

import dev.zdm.journal.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a transaction, and what that means.
 *
 * @param kind what to do about it
 * @param sqlState the SQLSTATE; empty when the server said nothing
 * @param message what the server said, without values of the application
 */
record Failure(Kind kind, String sqlState, String message) {

	private static final String LOCK_NOT_AVAILABLE = "55P03";

	/** What a row is noted with that others hold. */
	static final Failure HELD = new Failure(Kind.CONTENTION, LOCK_NOT_AVAILABLE, "another session held it");

	/** Lock timeout, deadlock, serialization failure, statement timeout. */
	private static final Set<String> CONTENTION = Set.of("55P03", "40P01", "40001", "57014");

	/**
	 * Data exception, a row twice where it may be once, integrity constraint violation, a
	 * value too long for an index, raised by a trigger or function.
	 */
	private static final Set<String> ROW = Set.of("22", "21", "23", "54", "P0");

	/** What the SQL standard says of a function that is not written in SQL. */
	private static final String EXTERNAL_ROUTINE = "38000";

	/** Idle too long in a transaction; and: a standby. */
	private static final Set<String> CONNECTION = Set.of("25P03", "25006");

	static Failure of(RuntimeException exception) {
		if (exception instanceof StandstillException standstill) {
			return new Failure(Kind.STANDSTILL, LOCK_NOT_AVAILABLE, standstill.who());
		}
		SQLException sql = sqlException(exception);
		if (sql == null && exception instanceof RowFunctionException function) {
			return new Failure(Kind.ROW, EXTERNAL_ROUTINE, function.describe());
		}
		if (sql == null) {
			return new Failure(Kind.OTHER, "", exception.getClass().getSimpleName());
		}
		String state = (sql.getSQLState() != null) ? sql.getSQLState() : "";
		return new Failure(kind(state), state, ServerMessage.of(sql));
	}

	String describe() {
		return this.sqlState.isEmpty() ? this.message : "SQLSTATE " + this.sqlState + ": " + this.message;
	}

	boolean isStatementTimeout() {
		return "57014".equals(this.sqlState);
	}

	/**
	 * Whether others held what it needed for longer than a batch waits.
	 */
	boolean isLockTimeout() {
		return LOCK_NOT_AVAILABLE.equals(this.sqlState);
	}

	private static @Nullable SQLException sqlException(Throwable exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql) {
				return sql;
			}
		}
		return null;
	}

	private static Kind kind(String state) {
		if (CONTENTION.contains(state)) {
			return Kind.CONTENTION;
		}
		if (state.length() == 5 && ROW.contains(state.substring(0, 2))) {
			return Kind.ROW;
		}
		boolean connection = state.isEmpty() || state.startsWith("08") || state.startsWith("57P")
				|| state.startsWith("53") || CONNECTION.contains(state);
		return connection ? Kind.CONNECTION : Kind.OTHER;
	}

	/**
	 * What to do about a failure.
	 */
	enum Kind {

		/** Others are in the way: a smaller batch, again. */
		CONTENTION,

		/** A row has a value that does not fit: the others can go on. */
		ROW,

		/** Others hold the table, or too much of it: the same again, later. */
		STANDSTILL,

		/** The server or the way to it is gone: wait until it is back. */
		CONNECTION,

		/** It will fail again: give up after a few tries. */
		OTHER

	}

}
