package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what goes when objects are dropped, as {@code findDependentObjects} of
 * PostgreSQL's {@code dependency.c} finds it: whatever depends on what goes, and the
 * whole of what something that goes is an inner part of, as a view of its rule. One
 * query, which takes no lock on any relation of the application.
 */
final class DependencyReader {

	/** Kinds of dependency that {@code DROP} follows of itself. */
	private static final String OF_ITSELF = "'a', 'i', 'P', 'S', 'x', 'e'";

	private static final String GONE = """
			with recursive named as (
			    select distinct * from unnest(?::oid[], ?::oid[], ?::int[]) named (classid, objid, objsubid)),
			gone as (
			    select classid, objid, objsubid from named
			    union
			    select next.classid, next.objid, next.objsubid
			    from gone cross join lateral (
			        select d.classid, d.objid, d.objsubid from pg_depend d
			        where d.refclassid = gone.classid and d.refobjid = gone.objid
			        and (gone.objsubid = 0 or d.refobjsubid = gone.objsubid)
			        and (d.deptype in (%1$s) or ? and d.deptype = 'n')
			        union all
			        select d.refclassid, d.refobjid, d.refobjsubid from pg_depend d
			        where d.classid = gone.classid and d.objid = gone.objid
			        and (gone.objsubid = 0 or d.objsubid = gone.objsubid)
			        and d.deptype in ('i', 'e')) next),
			told as (
			    select gone.*, exists (
			        select from named where (named.classid, named.objid, named.objsubid)
			            = (gone.classid, gone.objid, gone.objsubid)) as named,
			    gone.objsubid <> 0 and exists (
			        select from gone whole where (whole.classid, whole.objid, whole.objsubid)
			            = (gone.classid, gone.objid, 0))
			    or exists (
			        select from pg_depend d join gone owner on d.refclassid = owner.classid and d.refobjid = owner.objid
			            and (owner.objsubid = 0 or owner.objsubid = d.refobjsubid)
			        where d.classid = gone.classid and d.objid = gone.objid
			        and (gone.objsubid = 0 or d.objsubid = gone.objsubid)
			        and d.deptype in (%1$s) and (d.refclassid, d.refobjid) <> (d.classid, d.objid)) as belongs
			    from gone)
			select told.classid::regclass::text, told.objid, told.objsubid,
			    coalesce(words.type, ''), coalesce(words.identity, ''),
			    coalesce(case told.classid
			        when 'pg_class'::regclass then (
			            select case when relkind in ('i', 'I') then (
			                select t.oid from pg_index i join pg_class t on t.oid = i.indrelid and t.relkind <> 't'
			                where i.indexrelid = c.oid)
			                when relkind not in ('t', 'c') then c.oid end
			            from pg_class c where c.oid = told.objid)
			        when 'pg_constraint'::regclass then (select conrelid from pg_constraint where oid = told.objid)
			        when 'pg_trigger'::regclass then (select tgrelid from pg_trigger where oid = told.objid)
			        when 'pg_policy'::regclass then (select polrelid from pg_policy where oid = told.objid)
			        when 'pg_rewrite'::regclass then (select ev_class from pg_rewrite where oid = told.objid)
			        when 'pg_attrdef'::regclass then (select adrelid from pg_attrdef where oid = told.objid)
			        when 'pg_statistic_ext'::regclass then (select stxrelid from pg_statistic_ext where oid = told.objid)
			        end, 0)::bigint,
			    told.named, not told.named and not told.belongs
			from told cross join lateral pg_identify_object(told.classid, told.objid, told.objsubid) words
			order by told.named desc, told.classid, words.identity
			"""
		.formatted(OF_ITSELF);

	private DependencyReader() {
	}

	/**
	 * Reads what goes.
	 * @param named the objects that are dropped
	 * @param cascade whether what needs them goes too; without it PostgreSQL refuses if
	 * there is anything
	 */
	static List<Dependent> read(Connection connection, List<ObjectAddress> named, boolean cascade) throws SQLException {
		List<Dependent> gone = new ArrayList<>();
		if (named.isEmpty()) {
			return gone;
		}
		try (PreparedStatement statement = connection.prepareStatement(GONE)) {
			statement.setArray(1,
					connection.createArrayOf("int8", named.stream().map(ObjectAddress::classId).toArray()));
			statement.setArray(2, connection.createArrayOf("int8", named.stream().map(ObjectAddress::oid).toArray()));
			statement.setArray(3,
					connection.createArrayOf("int4", named.stream().map(ObjectAddress::column).toArray()));
			statement.setBoolean(4, cascade);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					gone.add(new Dependent(row.getString(1), row.getLong(2), row.getInt(3), row.getString(4),
							row.getString(5), row.getLong(6), row.getBoolean(7), row.getBoolean(8)));
				}
			}
		}
		return List.copyOf(gone);
	}

}
