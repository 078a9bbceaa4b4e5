package dev.zdm.hostile;

import java.sql.SQLException;
import java.util.Set;

import dev.zdm.guard.StatementRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a statement, as far as who sent it can know.
 *
 * @param kind what kind of an answer
 * @param state the SQLSTATE, or an empty text
 * @param message what was said
 */
record Answer(Kind kind, String state, String message) {

	/** It is there already, or gone already. */
	private static final Set<String> SETTLED = Set.of("42P07", "42710", "42701", "42P16", "42704", "42703", "42P01",
			"42809", "55000", "42P17", "42602", "3F000", "42P06", "42723", "42P04");

	/** Somebody was in the way, or somebody or something ended it. */
	private static final Set<String> PASSING = Set.of("57014", "57P01", "57P02", "57P03", "55P03", "40P01", "40001",
			"25P02", "53300", "25P03");

	static final Answer DONE = new Answer(Kind.DONE, "", "");

	static final Answer DEAD = new Answer(Kind.PASSING, "", "the process was killed");

	static Answer of(SQLException failure) {
		String state = (failure.getSQLState() != null) ? failure.getSQLState() : "";
		String message = String.valueOf(failure.getMessage());
		if (isRefusal(failure)) {
			return new Answer(Kind.REFUSED, state, message);
		}
		if (state.isEmpty() || state.startsWith("08") || PASSING.contains(state)) {
			return new Answer(Kind.PASSING, state, message);
		}
		return new Answer(SETTLED.contains(state) ? Kind.SETTLED : Kind.FAILED, state, message);
	}

	/** A batch hands on what stopped it. */
	private static boolean isRefusal(SQLException failure) {
		return failure instanceof StatementRefusedException || failure.getCause() instanceof StatementRefusedException
				|| failure.getNextException() instanceof StatementRefusedException;
	}

	@Nullable String complaint() {
		return (this.kind == Kind.FAILED || this.kind == Kind.SETTLED) ? this.state + " " + this.message : null;
	}

	/**
	 * Kinds of answers.
	 */
	enum Kind {

		/** It was done. */
		DONE,
		/** It was not run, and will not be. */
		REFUSED,
		/** It was not done, or nobody knows; the next attempt may go better. */
		PASSING,
		/** The server says that it is done, or was never needed. */
		SETTLED,
		/** It will never work. */
		FAILED

	}

}
