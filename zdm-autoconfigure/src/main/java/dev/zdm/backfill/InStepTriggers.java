package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import dev.zdm.catalog.LockMode;
import dev.zdm.execute.LadderListener;
import dev.zdm.execute.PlanExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Creates and removes the triggers that keep columns in step, each in one transaction
 * under the lock ladder. Creating one takes {@code SHARE ROW EXCLUSIVE} on the table and
 * its partitions, for which it waits until every transaction has ended that has written
 * there: whoever writes later has the trigger. Removing one takes {@code ACCESS
 * EXCLUSIVE}.
 * <p>
 * The function runs as the role that works on the backfill, with its search path, so that
 * expressions mean the same whoever writes a row; nobody else may make a trigger of it.
 * The trigger's name sorts behind others: what they change is seen.
 */
final class InStepTriggers {

	/** Whoever runs a plan on the table has the same lock. */
	private static final String MY_TURN = "select pg_try_advisory_xact_lock(2053400685, ?::bigint::oid::int)";

	private static final String WAITING = """
			select exists (
			  select from zdm.backfill b where id = ? and state = 'waiting' and not prepared
			     and not exists (select from pg_trigger where tgfoid = to_regprocedure('zdm.in_step_' || b.id || '()')))
			""";

	/**
	 * Looked at last: whoever registers has a lock on the table, and then wants the row.
	 */
	private static final String STILL_WAITING = """
			select true from zdm.backfill where id = ? and state = 'waiting' for share nowait
			""";

	private static final String FIND = """
			select t.tgrelid::bigint as oid, quote_ident(t.tgname) as trigger, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
			  from pg_trigger t
			  join pg_class c on c.oid = t.tgrelid
			  join pg_namespace n on n.oid = c.relnamespace
			 where t.tgfoid = to_regprocedure('zdm.in_step_' || ? || '()') and t.tgparentid = 0
			""";

	private final DataSource dataSource;

	private final PlanExecutor executor;

	InStepTriggers(DataSource dataSource, PlanExecutor executor) {
		this.dataSource = dataSource;
		this.executor = executor;
	}

	/**
	 * Creates the trigger of a backfill that has not begun. Does nothing when it has, or
	 * when another instance, or a migration, is at work on the table.
	 * @param waits hears of those in the way
	 * @return the table; null if nothing was done
	 * @throws BackfillDefinitionException if no trigger can do what it says
	 * @throws FencedException if somebody cancelled it at the last moment
	 * @throws SQLException if the locks could not be had, or the server refuses
	 */
	@Nullable String create(Job job, LadderListener waits) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(true);
			Sessions here = sessions(connection);
			InStepScript script = here.inTransaction(Limits.CHECK, () -> InStepScript.of(here, job));
			boolean made = this.executor.underLadder(connection, script.locks(), false, true, waits,
					() -> asks(connection, MY_TURN, script.table()) && asks(connection, WAITING, job.id())
							&& create(connection, job, script.sql()));
			return made ? script.name() : null;
		}
	}

	/** It is not committed if somebody has cancelled the backfill meanwhile. */
	private static boolean create(Connection connection, Job job, String sql) throws SQLException {
		execute(connection, sql);
		if (!asks(connection, STILL_WAITING, job.id())) {
			throw new FencedException();
		}
		return true;
	}

	/**
	 * Removes the trigger of a backfill, if there is one.
	 * @param forGood whether its function goes, too; else it stays as a sign that the
	 * trigger is missed
	 * @param waits hears of those in the way
	 * @return the table; null if there was no trigger
	 * @throws SQLException if the locks could not be had, or the server refuses
	 */
	@Nullable String remove(long id, boolean forGood, LadderListener waits) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(true);
			Sessions here = sessions(connection);
			Found found = here.jdbc()
				.sql(FIND)
				.param(id)
				.query((row, number) -> new Found(row.getLong("oid"), row.getString("trigger"), row.getString("name")))
				.optional()
				.orElse(null);
			String function = forGood ? "drop function if exists zdm.in_step_" + id + "()" : "";
			if (found == null) {
				execute(connection, function);
				return null;
			}
			this.executor.underLadder(connection, InStepScript.locks(here, found.table(), LockMode.ACCESS_EXCLUSIVE),
					false, true, waits, () -> execute(connection,
							"drop trigger if exists " + found.trigger() + " on " + found.name() + "; " + function));
			return found.name();
		}
	}

	/** On one connection, which whoever uses it leaves open. */
	private static Sessions sessions(Connection connection) {
		return new Sessions(new SingleConnectionDataSource(connection, true));
	}

	private static boolean asks(Connection connection, String question, long number) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(question)) {
			statement.setLong(1, number);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	private static boolean execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
			return true;
		}
	}

	private record Found(long table, String trigger, String name) {
	}

}
