package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

import dev.zdm.plan.Fill;

/**
 * Gives the rows of a table the values of a new column, in small batches, each in a
 * transaction of its own.
 */
public interface Filler {

	/** Fills nothing: for where nobody knows how to. */
	Filler NONE = (connection, fill, progress) -> {
		throw new SQLException("Nobody is there to run this in batches: " + fill.toSql(), "0A000");
	};

	/**
	 * Fills until no row is left. What an earlier, interrupted call did stays done.
	 * @param connection the connection of the plan, in autocommit and in no transaction;
	 * it may be used, and is given back like that
	 * @param fill which rows get what
	 * @param progress is told how far it is, now and then
	 * @throws SQLException if a row cannot be filled, or the caller gave up
	 */
	void fill(Connection connection, Fill fill, Consumer<StepProgress> progress) throws SQLException;

}
