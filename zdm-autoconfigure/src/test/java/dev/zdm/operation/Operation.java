package dev.zdm.operation;

import java.util.List;

/**
 * One thing that somebody does to a database of the shop in {@code setup.sql}.
 *
 * @param heading what it is one of, such as {@code Indexes}
 * @param title what it is, in a few words
 * @param setup statements that come before it, past the guard
 * @param sql the statement, without a semicolon
 * @param since the first major version of PostgreSQL that knows it
 */
public record Operation(String heading, String title, List<String> setup, String sql, int since) {

	/**
	 * Creates an operation that shares nothing with the caller's list.
	 */
	public Operation {
		setup = List.copyOf(setup);
	}

	@Override
	public String toString() {
		return this.sql;
	}

}
