package dev.zdm.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.NewPartition.Inherited;

/**
 * Reads what a table must have of the indexes and foreign keys of a parent that it is to
 * become a partition of. Constraints that were never validated are not asked for.
 *
 * @see <a href=
 * "https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/tablecmds.c">AttachPartitionEnsureIndexes,
 * tryAttachPartitionForeignKey</a>
 */
final class InheritedReader {

	/** The names of columns, in the order of their numbers. */
	private static final String NAMES = """
			array(select a.attname::text from unnest(%1$s.conkey) with ordinality key (attnum, position)
			join pg_attribute a on a.attrelid = %1$s.conrelid and a.attnum = key.attnum order by key.position)""";

	private static final String INDEXES = """
			%1$s, kept as (
			    select conindid, contype::text, oid from pg_constraint where contype in ('p', 'u', 'x')),
			alike as (
			    select made.indexrelid as parent, other.indexrelid as oid, other.indrelid as table
			    from shape made join shape other on other.text = made.text and other.indrelid <> %2$d
			    where made.indrelid = %2$d)
			select c.relname, coalesce(pg_get_constraintdef(kept.oid), pg_get_indexdef(c.oid)), kept.oid is not null,
			    array(select attname::text from pg_attribute where attrelid = c.oid order by attnum),
			    array(select alike.oid::bigint from alike where parent = c.oid),
			    exists (
			        select from alike join pg_index own on own.indexrelid = alike.oid and own.indisvalid
			        join pg_class oc on oc.oid = alike.oid and not oc.relispartition
			        where alike.parent = c.oid and alike.table = %3$d and (kept.oid is null or kept.contype = (
			            select contype from kept other where other.conindid = alike.oid))),
			    c.reltablespace <> 0
			from pg_index i join pg_class c on c.oid = i.indexrelid left join kept on kept.conindid = c.oid
			where i.indrelid = %2$d order by c.oid
			""";

	private static final String KEYS = """
			select con.conname, pg_get_constraintdef(con.oid), true, array[]::text[], array[]::bigint[], exists (
			    select from pg_constraint own where own.conrelid = %2$d and own.contype = 'f' and own.conparentid = 0
			    and own.convalidated and own.confrelid = con.confrelid and own.confkey = con.confkey
			    and (own.confupdtype, own.confdeltype, own.confmatchtype, own.condeferrable, own.condeferred)
			        = (con.confupdtype, con.confdeltype, con.confmatchtype, con.condeferrable, con.condeferred)
			    and %3$s = %4$s),
			    false
			from pg_constraint con where con.conrelid = %1$d and con.contype = 'f' and con.convalidated order by con.oid
			""";

	private InheritedReader() {
	}

	/**
	 * The parent's indexes.
	 * @param partitions the partitions of the table, at all levels
	 */
	static List<Inherited> indexes(Rehearsal rehearsal, Relation parent, Relation partition, List<Relation> partitions)
			throws SQLException {
		String all = Stream.concat(Stream.of(parent, partition), partitions.stream())
			.map((each) -> String.valueOf(each.oid()))
			.collect(Collectors.joining(","));
		return rehearsal.rows(INDEXES.formatted(EmptyTwin.SHAPES.formatted(all), parent.oid(), partition.oid()),
				InheritedReader::inherited);
	}

	/** The parent's foreign keys. */
	static List<Inherited> keys(Rehearsal rehearsal, Relation parent, Relation partition) throws SQLException {
		return rehearsal.rows(
				KEYS.formatted(parent.oid(), partition.oid(), NAMES.formatted("own"), NAMES.formatted("con")),
				InheritedReader::inherited);
	}

	private static Inherited inherited(ResultSet row) throws SQLException {
		return new Inherited(row.getString(1), row.getString(2), row.getBoolean(3),
				List.of((String[]) row.getArray(4).getArray()), Set.of((Long[]) row.getArray(5).getArray()),
				row.getBoolean(6), row.getBoolean(7));
	}

}
