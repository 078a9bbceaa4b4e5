package dev.zdm.operation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that a database holds, save what zdm keeps for itself, as lines that are the same
 * for two databases exactly when nobody could tell them apart: names, definitions, what
 * depends on what, and how many rows and values there are. Of object ids, the order of
 * columns, and values that are drawn by lot it says nothing.
 */
public final class CatalogDump {

	private static final String SCHEMAS = "(select oid from pg_namespace where nspname !~ '^pg_' "
			+ "and nspname not in ('information_schema', 'zdm'))";

	/**
	 * Whether a key is inherited is not asked: it never is, and PostgreSQL says so of a
	 * key that was attached, but not of one that its parent made.
	 */
	private static final String LINES = """
			select 'relation ' || c.oid::regclass || ' ' || c.relkind::text || ' ' || c.relpersistence::text
			    || ' ' || c.relispartition || ' ' || coalesce(c.reloptions::text, '') || ' ' || coalesce(c.relacl::text, '')
			    || ' ' || c.relreplident::text || ' ' || c.relrowsecurity || ' ' || c.relispopulated || ' owner ' || c.relowner::regrole
			    || coalesce(' ' || obj_description(c.oid, 'pg_class'), '') || coalesce(' to ' || pg_get_partkeydef(c.oid), '')
			from pg_class c where c.relnamespace in %1$s
			union all
			select 'column ' || a.attrelid::regclass || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			    || case when a.attnotnull then ' not null' else '' end
			    || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || ' ' || a.attinhcount || ' ' || a.attislocal
			    || ' ' || a.attidentity::text || a.attgenerated::text || a.attstorage::text || ' ' || coalesce(a.attstattarget, -1)
			    || ' ' || coalesce(a.attacl::text, '') || coalesce(' ' || col_description(a.attrelid, a.attnum), '')
			from pg_attribute a join pg_class c on c.oid = a.attrelid
			left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
			where c.relnamespace in %1$s and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped
			union all
			select 'constraint ' || case when conrelid <> 0 then conrelid::regclass::text else contypid::regtype::text end
			    || ' ' || conname || ' ' || pg_get_constraintdef(oid) || case when convalidated then '' else ' (not valid)' end
			    || ' inherited ' || coninhcount || ' local ' || conislocal
			    || case when contype in ('c', 'n') and connoinherit then ' no inherit' else '' end || ' parent '
			    || coalesce((select conrelid::regclass || ' ' || conname from pg_constraint p where p.oid = con.conparentid), '')
			    || ' index ' || coalesce(nullif(conindid, 0)::regclass::text, '')
			from pg_constraint con where connamespace in %1$s
			union all
			select 'index ' || pg_get_indexdef(i.indexrelid) || ' primary ' || i.indisprimary || ' immediate ' || i.indimmediate
			    || case when i.indisvalid then '' else ' (invalid)' end || ' ' || i.indisready || ' ' || i.indislive
			    || ' ' || i.indisreplident || ' ' || i.indisclustered
			from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace in %1$s
			union all
			select 'broken toast of ' || c.oid::regclass from pg_class c join pg_index i on i.indrelid = c.reltoastrelid
			where not i.indisvalid
			union all
			select 'child ' || h.inhrelid::regclass || ' of ' || h.inhparent::regclass || ' ' || h.inhseqno || ' '
			    || h.inhdetachpending || ' ' || coalesce(pg_get_expr(c.relpartbound, c.oid), '')
			from pg_inherits h join pg_class c on c.oid = h.inhrelid where c.relnamespace in %1$s
			union all
			select 'trigger ' || tgrelid::regclass || ' ' || case when tgisinternal then '' else tgname end || ' '
			    || tgfoid::regproc || ' ' || tgtype || ' ' || tgenabled::text || ' ' || tgdeferrable || ' ' || (tgparentid <> 0) || ' '
			    || coalesce((select conrelid::regclass || ' ' || conname from pg_constraint where oid = tgconstraint), '')
			from pg_trigger where tgrelid in (select oid from pg_class where relnamespace in %1$s)
			union all
			select 'depends ' || pg_describe_object(d.classid, d.objid, d.objsubid) || ' on '
			    || pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) || ' ' || d.deptype::text
			from pg_depend d join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
			where c.relkind in ('i', 'I', 'S') and c.relnamespace in %1$s
			union all
			select 'view ' || c.oid::regclass || ' ' || pg_get_viewdef(c.oid) from pg_class c
			where c.relkind in ('v', 'm') and c.relnamespace in %1$s
			union all
			select 'sequence ' || seqrelid::regclass || ' ' || seqtypid::regtype || ' ' || seqstart || ' ' || seqincrement || ' '
			    || seqmax || ' ' || seqmin || ' ' || seqcache || ' ' || seqcycle from pg_sequence
			where seqrelid in (select oid from pg_class where relnamespace in %1$s)
			union all
			select 'rule ' || ev_class::regclass || ' ' || rulename from pg_rewrite where rulename <> '_RETURN'
			and ev_class in (select oid from pg_class where relnamespace in %1$s)
			union all
			select 'policy ' || polrelid::regclass || ' ' || polname from pg_policy
			union all
			select 'type ' || t.oid::regtype || ' ' || t.typtype::text || coalesce((select ' ' || string_agg(enumlabel, ' '
			    order by enumsortorder) from pg_enum where enumtypid = t.oid), '') from pg_type t where t.typnamespace in %1$s
			union all
			select 'function ' || oid::regprocedure from pg_proc where pronamespace in %1$s
			union all
			select 'statistics ' || stxname || ' ' || stxrelid::regclass from pg_statistic_ext
			union all
			select 'publication ' || p.pubname || ' ' || r.prrelid::regclass from pg_publication_rel r
			join pg_publication p on p.oid = r.prpubid
			union all
			select 'extension ' || extname from pg_extension
			union all
			select 'schema ' || nspname from pg_namespace where oid in %1$s
			order by 1
			"""
		.formatted(SCHEMAS);

	/** A query for each table that counts its rows, and the values of each column. */
	private static final String COUNTS = """
			select format('select %%L || count(*)', 'rows ' || c.oid::regclass || ' ')
			    || coalesce(string_agg(format(' || %%L || count(%%I)', ' ' || a.attname || ' ', a.attname), '' order by a.attname), '')
			    || ' from ' || c.oid::regclass
			from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
			where c.relkind in ('r', 'm') and c.relispopulated and c.relnamespace in %1$s
			group by c.oid order by c.oid::regclass::text
			"""
		.formatted(SCHEMAS);

	private CatalogDump() {
	}

	/** Everything but the rows. */
	public static List<String> definitions(Connection connection) throws SQLException {
		return Database.strings(connection, LINES);
	}

	/** Everything, the numbers of rows and values included. */
	public static List<String> of(Shop shop) throws SQLException {
		try (Connection connection = shop.dataSource().getConnection()) {
			List<String> lines = new ArrayList<>(definitions(connection));
			lines.addAll(Database.strings(connection,
					String.join(" union all ", Database.strings(connection, COUNTS)) + " order by 1"));
			return lines;
		}
	}

	/** Fails with the lines that are in one of two dumps only. */
	public static void assertAlike(List<String> guarded, List<String> plain) {
		assertThat(guarded).filteredOn((line) -> !plain.contains(line)).as("only with the guard").isEmpty();
		assertThat(plain).filteredOn((line) -> !guarded.contains(line)).as("only without it").isEmpty();
		assertThat(guarded).isEqualTo(plain);
	}

}
