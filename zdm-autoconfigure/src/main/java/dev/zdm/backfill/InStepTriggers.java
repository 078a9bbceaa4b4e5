package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.execute.LadderListener;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SqlArrayValue;

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
			     and not exists (select from pg_trigger where tgfoid = to_regprocedure('zdm.in_step_' || b.id || '()'))
			     for share)
			""";

	private static final String QUOTE = """
			select (select coalesce(string_agg(quote_ident(s), ', ' order by n) || ', ', '') || 'pg_temp'
			          from unnest(current_schemas(false)) with ordinality path (s, n)) as path,
			       quote_literal(?) as body, quote_ident(? || ? || '_' || ?) as trigger,
			       quote_literal(jsonb_build_object('backfill', ?, 'fingerprint', ?, 'sets', ?)::text) as comment
			""";

	private static final String CREATE = """
			create or replace function zdm.%1$s() returns trigger language plpgsql security definer set search_path = %2$s as %3$s;
			revoke execute on function zdm.%1$s() from public;
			comment on function zdm.%1$s() is %4$s;
			create or replace trigger %5$s before insert or update on %6$s for each row when (%7$s) execute function zdm.%1$s()""";

	private static final String FIND = """
			select t.tgrelid::bigint as oid, quote_ident(t.tgname) as trigger, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
			  from pg_trigger t
			  join pg_class c on c.oid = t.tgrelid
			  join pg_namespace n on n.oid = c.relnamespace
			 where t.tgfoid = to_regprocedure('zdm.in_step_' || ? || '()') and t.tgparentid = 0
			""";

	private static final String RELATIONS = """
			select c.oid::bigint as oid, n.nspname as schema, c.relname as name
			  from (select ?::bigint::oid as root) r
			  join pg_class c on c.oid = root or c.oid in (select relid from pg_partition_tree(root))
			  join pg_namespace n on n.oid = c.relnamespace
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
	 * @throws SQLException if the locks could not be had, or the server refuses
	 */
	@Nullable String create(Job job, LadderListener waits) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(true);
			Sessions here = sessions(connection);
			Making making = here.inTransaction(Limits.CHECK, () -> making(here, job));
			boolean made = this.executor.underLadder(connection, making.locks(), false, true, waits,
					() -> asks(connection, MY_TURN, making.table()) && asks(connection, WAITING, job.id())
							&& execute(connection, making.sql()));
			return made ? making.name() : null;
		}
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
			this.executor.underLadder(connection, locks(here, found.table(), LockMode.ACCESS_EXCLUSIVE), false, true,
					waits, () -> execute(connection,
							"drop trigger if exists " + found.trigger() + " on " + found.name() + "; " + function));
			return found.name();
		}
	}

	private static Making making(Sessions here, Job job) {
		Backfill backfill = job.backfill();
		long table = here.jdbc()
			.sql("select to_regclass(?)::oid::bigint")
			.param(backfill.table())
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new BackfillDefinitionException(job.name(), "its table is gone"));
		InStepFunction function = new InStepCheck(here).check(backfill, table);
		String sql = here.jdbc()
			.sql(QUOTE)
			.params(function.body(), Relation.Trigger.IN_STEP, job.id(), job.name(), job.name(), backfill.fingerprint(),
					new SqlArrayValue("text", backfill.plainColumns().toArray()))
			.query((row, number) -> CREATE.formatted("in_step_" + job.id(), row.getString("path"),
					row.getString("body"), row.getString("comment"), row.getString("trigger"), function.table(),
					function.when()))
			.single();
		return new Making(table, function.table(), locks(here, table, LockMode.SHARE_ROW_EXCLUSIVE), sql);
	}

	private static List<RelationLock> locks(Sessions here, long table, LockMode mode) {
		return here.jdbc()
			.sql(RELATIONS)
			.param(table)
			.query((row, number) -> new RelationLock(row.getLong("oid"),
					new QualifiedName(row.getString("schema"), row.getString("name")), mode))
			.list();
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

	private record Making(long table, String name, List<RelationLock> locks, String sql) {
	}

	private record Found(long table, String trigger, String name) {
	}

}
