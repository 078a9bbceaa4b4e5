package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Asks the server whether a trigger can do what a definition says. What the expressions
 * read it learns from views that it makes and takes back; that takes {@code ACCESS SHARE}
 * on the table.
 */
final class InStepCheck {

	private static final String READ_TABLE = """
			select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, quote_ident(c.relname) as alias,
			       pg_has_role(c.relowner, 'usage') as owned, quote_ident(pg_get_userbyid(c.relowner)) as owner,
			       has_schema_privilege('zdm', 'create') as creates, quote_ident(current_user) as role,
			       has_database_privilege(current_database(), 'temp') as tries, quote_ident(current_database()) as database
			  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = ?
			""";

	/** As for a materialised subquery: the server inlines others. */
	private static final String VOLATILE = "CTE zdm_in_step_volatile";

	private static final String READ_COLUMNS = """
			with seen as (
			  select d.refobjsubid as number, bool_or(v.relname = 'zdm_in_step_sets') as input,
			         bool_or(v.relname = 'zdm_in_step_where') as condition
			    from pg_class v
			    join pg_rewrite r on r.ev_class = v.oid
			    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
			                    and d.refclassid = 'pg_class'::regclass and d.refobjid = ? and d.refobjsubid <> 0
			   where v.relnamespace = pg_my_temp_schema() and v.relname in ('zdm_in_step_sets', 'zdm_in_step_where')
			   group by d.refobjsubid)
			select quote_ident(a.attname) as name, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), null) as type,
			       coalesce(pg_get_expr(f.adbin, f.adrelid), 'null') as fallback, a.attname = any(?) as set,
			       coalesce(s.input, false) as input, coalesce(s.condition, false) as condition,
			       a.attnum < 0 or a.attgenerated <> '' as late
			  from pg_attribute a
			  join pg_type t on t.oid = a.atttypid
			  left join seen s on s.number = a.attnum
			  left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
			 where a.attrelid = ? and not a.attisdropped and (s.number is not null or a.attname = any(?))
			 order by a.attnum
			""";

	private static final String READS_WHOLE_ROW = """
			select coalesce(bool_or(position(? || '.*' in pg_get_viewdef(oid)) > 0), false) from pg_class
			 where relnamespace = pg_my_temp_schema() and relname in ('zdm_in_step_sets', 'zdm_in_step_where')
			""";

	private final Sessions sessions;

	InStepCheck(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Checks a definition, in the caller's transaction.
	 * @param table the number of its table in the catalog
	 * @return what the trigger is to do
	 * @throws BackfillDefinitionException if no trigger can do it
	 */
	InStepFunction check(Backfill backfill, long table) {
		Table name = this.sessions.jdbc()
			.sql(READ_TABLE)
			.param(table)
			.query((row, number) -> new Table(row.getString("name"), row.getString("alias"), row.getBoolean("owned"),
					row.getString("owner"), row.getBoolean("creates"), row.getString("role"), row.getBoolean("tries"),
					row.getString("database")))
			.single();
		name.requireRights(backfill);
		this.sessions.sql().execute("savepoint zdm_in_step");
		InStepFunction function = function(backfill, table, name);
		this.sessions.sql().execute("rollback to savepoint zdm_in_step; release savepoint zdm_in_step");
		explain(function.rehearsal());
		return function;
	}

	private InStepFunction function(Backfill backfill, long table, Table name) {
		Assignments sets = backfill.change().assignments();
		view("zdm_in_step_sets", sets.list((column, expression) -> expression + " as " + column), name);
		Optional<String> where = Optional.ofNullable(backfill.where());
		where.ifPresent((condition) -> view("zdm_in_step_where", "(\n" + condition + "\n)", name));
		SqlArrayValue set = new SqlArrayValue("name", backfill.plainColumns().toArray());
		List<InStepColumn> columns = this.sessions.jdbc()
			.sql(READ_COLUMNS)
			.params(table, set, table, set)
			.query((row, number) -> new InStepColumn(row.getString("name"), row.getString("type"),
					row.getString("fallback"), row.getBoolean("set"), row.getBoolean("input"),
					row.getBoolean("condition"), row.getBoolean("late")))
			.list();
		requireSense(backfill, name, columns);
		String all = sets.list((column, expression) -> expression + " as " + column)
				+ where.map((condition) -> ", (\n" + condition + "\n)").orElse("");
		if (explain("with zdm_in_step_volatile as (select " + all + " from " + name.name()
				+ ") select * from zdm_in_step_volatile")
			.stream()
			.anyMatch((line) -> line.strip().equals(VOLATILE))) {
			throw refused(backfill,
					"an expression, or the condition, is volatile: it has another value each time, so that "
							+ "each update would change the row again. Give the column such a default instead, which new rows "
							+ "get; a function that only looks volatile can be declared stable or immutable");
		}
		return new InStepFunction(backfill.name(), name.name(), name.alias(), sets, backfill.where(), columns);
	}

	private void requireSense(Backfill backfill, Table table, List<InStepColumn> columns) {
		if (this.sessions.jdbc().sql(READS_WHOLE_ROW).param(table.alias()).query(Boolean.class).single()) {
			throw refused(backfill,
					"it reads whole rows, and so the columns that it sets. Name the columns that it needs");
		}
		String own = names(columns.stream().filter((column) -> column.set() && column.input()).toList());
		if (!own.isEmpty()) {
			throw refused(backfill, "an expression reads " + own + ", which it sets: each update would change the row "
					+ "once more. Compute it from other columns, or leave keep-in-step out");
		}
		String late = names(columns.stream().filter(InStepColumn::late).toList());
		if (!late.isEmpty()) {
			throw refused(backfill, "it uses " + late + ", which a row has only after its triggers. Use what " + late
					+ " is made from");
		}
	}

	private static String names(List<InStepColumn> columns) {
		return columns.stream().map(InStepColumn::name).collect(Collectors.joining(", "));
	}

	private void view(String view, String columns, Table table) {
		this.sessions.sql()
			.execute("create temporary view " + view + " as select " + columns + " from " + table.name());
	}

	private List<String> explain(String query) {
		return this.sessions.sql().queryForList("explain (costs off) " + query, String.class);
	}

	private static BackfillDefinitionException refused(Backfill backfill, String why) {
		return new BackfillDefinitionException(backfill.name(), "it cannot be kept in step, as " + why);
	}

	/**
	 * The table, and what the role may do; names are quoted as in SQL.
	 */
	private record Table(String name, String alias, boolean owned, String owner, boolean creates, String role,
			boolean tries, String database) {

		void requireRights(Backfill backfill) {
			if (!this.owned) {
				throw refused(backfill,
						"role %s does not own %s, which it takes to remove the trigger again. Let a superuser run: grant %s to %s"
							.formatted(this.role, this.name, this.owner, this.role));
			}
			if (!this.tries) {
				throw refused(backfill,
						"role %2$s may not make the temporary views that tell what it reads. Let the owner of the database run: grant temporary on database %1$s to %2$s"
							.formatted(this.database, this.role));
			}
			if (!this.creates) {
				throw refused(backfill,
						"role %1$s may not create the trigger's function in schema zdm. Let its owner run: grant create on schema zdm to %1$s"
							.formatted(this.role));
			}
		}

	}

}
