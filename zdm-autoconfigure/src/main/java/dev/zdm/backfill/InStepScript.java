package dev.zdm.backfill;

import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * What creates the trigger of a backfill.
 *
 * @param table the number of its table in the catalog
 * @param name the table, qualified and quoted
 * @param locks what it takes on the table and its partitions
 * @param sql statements for one transaction
 */
record InStepScript(long table, String name, List<RelationLock> locks, String sql) {

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

	private static final String RELATIONS = """
			select c.oid::bigint as oid, n.nspname as schema, c.relname as name
			  from (select ?::bigint::oid as root) r
			  join pg_class c on c.oid = root or c.oid in (select relid from pg_partition_tree(root))
			  join pg_namespace n on n.oid = c.relnamespace
			""";

	/**
	 * Checks a definition and writes its trigger, in the caller's transaction.
	 * @throws BackfillDefinitionException if no trigger can do what it says
	 */
	static InStepScript of(Sessions sessions, Job job) {
		Backfill backfill = job.backfill();
		long table = sessions.jdbc()
			.sql("select to_regclass(?)::oid::bigint")
			.param(backfill.table())
			.query(Long.class)
			.optional()
			.orElseThrow(() -> new BackfillDefinitionException(job.name(), "its table is gone"));
		InStepFunction function = new InStepCheck(sessions).check(backfill, table);
		String sql = sessions.jdbc()
			.sql(QUOTE)
			.params(function.body(), Relation.Trigger.IN_STEP, job.id(), job.name(), job.name(), backfill.fingerprint(),
					new SqlArrayValue("text", backfill.plainColumns().toArray()))
			.query((row, number) -> CREATE.formatted("in_step_" + job.id(), row.getString("path"),
					row.getString("body"), row.getString("comment"), row.getString("trigger"), function.table(),
					function.when()))
			.single();
		return new InStepScript(table, function.table(), locks(sessions, table, LockMode.SHARE_ROW_EXCLUSIVE), sql);
	}

	/**
	 * The locks of a kind on a table and its partitions.
	 */
	static List<RelationLock> locks(Sessions sessions, long table, LockMode mode) {
		return sessions.jdbc()
			.sql(RELATIONS)
			.param(table)
			.query((row, number) -> new RelationLock(row.getLong("oid"),
					new QualifiedName(row.getString("schema"), row.getString("name")), mode))
			.list();
	}

}
