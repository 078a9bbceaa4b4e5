package dev.zdm.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Reads relations with all that is to be known of them: one query for those concerned,
 * one for each kind of detail, however many relations there are. It takes no lock on any
 * relation of the application.
 */
final class RelationReader {

	/**
	 * All relations concerned: those that are named and the tables of named indexes
	 * ({@code start}), what they descend from and what descends from them ({@code own}),
	 * the other ends of their foreign keys with their descendants, and the default
	 * partitions of what they descend from.
	 */
	private static final String RELATIONS = """
			with recursive own_locks as materialized (%s),
			wanted as (
			    select position, to_regclass(name)::oid as oid from unnest(?::text[]) with ordinality named (name, position)
			    where to_regclass(name) is not null),
			start as (
			    select oid from wanted union select i.indrelid from pg_index i join wanted on i.indexrelid = wanted.oid
			    union select unnest(?::oid[])),
			up as (select oid from start union select i.inhparent from pg_inherits i join up on i.inhrelid = up.oid),
			defaults as (select p.partdefid as oid from pg_partitioned_table p join up on p.partrelid = up.oid
			             where p.partdefid <> 0),
			down as (
			    select oid from start union select oid from defaults
			    union select i.inhrelid from pg_inherits i join down on i.inhparent = down.oid),
			own as (select oid from up union select oid from down),
			ends as (
			    select con.confrelid as oid from own join pg_constraint con on con.contype = 'f' and con.conrelid = own.oid
			    union
			    select con.conrelid from own join pg_constraint con on con.contype = 'f' and con.confrelid = own.oid),
			others as (
			    select oid from ends union select i.inhrelid from pg_inherits i join others on i.inhparent = others.oid),
			concerned as (select oid from own union select oid from others)
			select (select array_agg(position order by position) from wanted where wanted.oid = c.oid), c.oid, n.nspname, c.relname, c.relkind,
			    c.relpersistence, %s, %s, t.oid, tn.nspname, t.relname,
			    exists (select from pg_constraint where conindid = c.oid and contype in ('p', 'u', 'x')), %s,
			    c.reltuples::bigint,
			    array(select inhparent from pg_inherits where inhrelid = c.oid order by inhseqno),
			    array(select inhrelid from pg_inherits where inhparent = c.oid order by inhrelid),
			    c.relispartition, coalesce((select partdefid from pg_partitioned_table where partrelid = c.oid), 0),
			    (select amname from pg_am where oid = c.relam),
			    (select spcname from pg_tablespace where oid = c.reltablespace),
			    c.relpages::bigint * current_setting('block_size')::int, pg_get_userbyid(c.relowner), c.relispopulated,
			    array(select b.relname from pg_index bi join pg_class b on b.oid = bi.indexrelid
			          where bi.indrelid = c.reltoastrelid and not bi.indisvalid order by b.relname)
			from concerned join pg_class c on c.oid = concerned.oid
			join pg_namespace n on n.oid = c.relnamespace
			left join pg_index i on i.indexrelid = c.oid
			left join pg_class t on t.oid = i.indrelid
			left join pg_namespace tn on tn.oid = t.relnamespace
			"""
		.formatted(OwnLocks.QUERY, OwnLocks.created("coalesce(t.oid, c.oid)"), OwnLocks.held("c.oid"),
				OwnLocks.held("t.oid"));

	private static final String COLUMNS = """
			select attrelid, attname, format_type(atttypid, atttypmod), attnotnull, attgenerated, attidentity,
			    attinhcount = 1 and not attislocal
			from pg_attribute where attrelid = any (?::oid[]) and attnum > 0 and not attisdropped
			""";

	/**
	 * A foreign key of a table to itself is there once for each end. Definitions are not
	 * read: the server's functions for that lock the table. Up to PostgreSQL 17 all are
	 * enforced, and have no column to say so.
	 */
	private static final String CONSTRAINTS = """
			select wanted.oid, con.conname, con.contype, con.convalidated,
			    con.contype = 'c' and coalesce(con.conbin::text ~ '^[{]NULLTEST :arg [{]VAR [^{}]*[}] :nulltesttype 1 [^{}]*[}]$',
			        false),
			    ends.incoming,
			    array(select a.attname from unnest(ends.keys) with ordinality key (attnum, position)
			          join pg_attribute a on a.attrelid = wanted.oid and a.attnum = key.attnum order by key.position),
			    o.oid, n.nspname, o.relname,
			    array(select a.attname from unnest(ends.other_keys) with ordinality key (attnum, position)
			          join pg_attribute a on a.attrelid = o.oid and a.attnum = key.attnum order by key.position),
			    (select relname from pg_class where pg_class.oid = con.conindid),
			    (con.coninhcount = 1 and not con.conislocal) or con.conparentid <> 0, con.connoinherit,
			    coalesce((to_jsonb(con) ->> 'conenforced')::boolean, true)
			from unnest(?::oid[]) wanted (oid)
			join (
			    select oid as key, conrelid as this, false as incoming, conkey as keys, confrelid as other, confkey as other_keys
			    from pg_constraint where conrelid <> 0
			    union all
			    select oid, confrelid, true, confkey, conrelid, conkey from pg_constraint where contype = 'f') ends
			    on ends.this = wanted.oid
			join pg_constraint con on con.oid = ends.key
			left join pg_class o on o.oid = ends.other
			left join pg_namespace n on n.oid = o.relnamespace
			order by con.conname, ends.incoming
			""";

	private static final String INDEXES = """
			select i.indrelid, c.oid, c.relname, i.indisvalid, i.indisunique,
			    exists (select from pg_constraint where conindid = c.oid and contype in ('p', 'u', 'x')),
			    array(select coalesce(a.attname, '') from unnest(i.indkey::int2[]) with ordinality key (attnum, position)
			          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = key.attnum and key.attnum > 0
			          where key.position <= i.indnkeyatts order by key.position),
			    array(select a.attname from pg_attribute a where a.attrelid = i.indrelid and a.attnum > 0
			          and (a.attnum = any (i.indkey::int2[]) or exists (
			              select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
			              and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid
			              and d.refobjsubid = a.attnum))),
			    coalesce((select inhparent from pg_inherits where inhrelid = c.oid), 0),
			    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false), i.indpred is not null
			from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = any (?::oid[])
			order by c.relname
			""";

	private static final String TRIGGERS = """
			select t.tgrelid, t.tgname, t.tgenabled,
			    array(select a.attname::text from pg_depend d
			        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
			        where d.classid = 'pg_trigger'::regclass and d.objid = t.oid and d.refclassid = 'pg_class'::regclass
			        and d.refobjid = t.tgrelid and d.refobjsubid > 0 order by a.attnum)
			from pg_trigger t where t.tgrelid = any (?::oid[]) and not t.tgisinternal
			order by t.tgname
			""";

	private static final String SEQUENCES = """
			select d.refobjid, c.oid, n.nspname, c.relname, a.attname, d.deptype = 'i'
			from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
			join pg_namespace n on n.oid = c.relnamespace
			join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
			where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
			and d.refobjid = any (?::oid[]) and d.deptype in ('a', 'i')
			order by c.oid
			""";

	private final Connection connection;

	private final Map<Integer, Long> named = new HashMap<>();

	private final Map<Long, Relation> read = new LinkedHashMap<>();

	private RelationReader(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Reads relations and those that belong to them.
	 * @param names the names, as they are to be found through the {@code search_path}
	 * @param further object ids of relations that are concerned without being named
	 */
	static Family read(Connection connection, List<QualifiedName> names, List<Long> further) throws SQLException {
		RelationReader reader = new RelationReader(connection);
		if (!names.isEmpty() || !further.isEmpty()) {
			reader.readAll(names, further);
		}
		Map<QualifiedName, Relation> found = new HashMap<>();
		reader.named.forEach((position, oid) -> found.put(names.get(position - 1), reader.read.get(oid)));
		return new Family(found, reader.read);
	}

	private void readAll(List<QualifiedName> names, List<Long> further) throws SQLException {
		Map<Long, Head> heads = heads(names, further);
		Long[] oids = heads.keySet().toArray(Long[]::new);
		Map<Long, List<Relation.Column>> columns = details(COLUMNS, oids,
				(row) -> new Relation.Column(row.getString(2), row.getString(3), row.getBoolean(4),
						character(row.getString(5)), character(row.getString(6)), row.getBoolean(7)));
		Map<Long, List<Relation.Constraint>> constraints = details(CONSTRAINTS, oids, RelationReader::constraint);
		Map<Long, List<Relation.Index>> indexes = details(INDEXES, oids,
				(row) -> new Relation.Index(row.getLong(2), row.getString(3), row.getBoolean(4), row.getBoolean(5),
						row.getBoolean(6), strings(row.getArray(7)), strings(row.getArray(8)), row.getLong(9),
						row.getBoolean(10), row.getBoolean(11)));
		Map<Long, List<Relation.Trigger>> triggers = details(TRIGGERS, oids,
				(row) -> new Relation.Trigger(row.getString(2), character(row.getString(3)), strings(row.getArray(4))));
		Map<Long, List<Relation.Sequence>> sequences = details(SEQUENCES, oids,
				(row) -> new Relation.Sequence(row.getLong(2), new QualifiedName(row.getString(3), row.getString(4)),
						row.getString(5), row.getBoolean(6)));
		heads.forEach((oid, head) -> this.read.put(oid, head.with(of(columns, oid), of(constraints, oid),
				of(indexes, oid), of(triggers, oid), of(sequences, oid))));
	}

	private Map<Long, Head> heads(List<QualifiedName> names, List<Long> further) throws SQLException {
		Map<Long, Head> heads = new LinkedHashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(RELATIONS)) {
			statement.setArray(1,
					this.connection.createArrayOf("text", names.stream().map(QualifiedName::quoted).toArray()));
			statement.setArray(2, this.connection.createArrayOf("int8", further.toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					long oid = row.getLong(2);
					for (long position : longs(row.getArray(1))) {
						this.named.put((int) position, oid);
					}
					heads.put(oid, Head.of(row));
				}
			}
		}
		return heads;
	}

	private <T> Map<Long, List<T>> details(String sql, Long[] oids, RowReader<T> reader) throws SQLException {
		Map<Long, List<T>> details = new HashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setArray(1, this.connection.createArrayOf("int8", oids));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					details.computeIfAbsent(row.getLong(1), (oid) -> new ArrayList<>()).add(reader.read(row));
				}
			}
		}
		return details;
	}

	private static <T> List<T> of(Map<Long, List<T>> details, Long oid) {
		return details.getOrDefault(oid, List.of());
	}

	private static Relation.Constraint constraint(ResultSet row) throws SQLException {
		Relation.Other other = (row.getString(10) != null)
				? new Relation.Other(row.getLong(8), new QualifiedName(row.getString(9), row.getString(10))) : null;
		return new Relation.Constraint(row.getString(2), character(row.getString(3)), row.getBoolean(4),
				strings(row.getArray(7)), row.getBoolean(5), row.getBoolean(6), other, strings(row.getArray(11)),
				row.getString(12), row.getBoolean(13), row.getBoolean(14), row.getBoolean(15));
	}

	/** A {@code "char"} that is not set is an empty text. */
	private static char character(String text) {
		return text.isEmpty() ? ' ' : text.charAt(0);
	}

	private static Set<LockMode> modes(@Nullable Array modes) throws SQLException {
		return (modes != null)
				? Arrays.stream((String[]) modes.getArray()).map(LockMode::fromPgName).collect(Collectors.toSet())
				: Set.of();
	}

	private static List<String> strings(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

	private static List<Long> longs(@Nullable Array array) throws SQLException {
		return (array != null)
				? Arrays.stream((Object[]) array.getArray()).map((number) -> ((Number) number).longValue()).toList()
				: List.of();
	}

	private interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

	/**
	 * The relations that were read.
	 *
	 * @param named those that the statement names
	 * @param all all of them by object id
	 */
	record Family(Map<QualifiedName, Relation> named, Map<Long, Relation> all) {
	}

	/** A relation's row in {@code pg_class}. */
	private record Head(long oid, QualifiedName name, String owner, char kind, char persistence, boolean createdHere,
			long rows, Relation.Lineage lineage, Relation.Storage storage, Set<LockMode> locksHeld,
			Relation.@Nullable Table table) {

		static Head of(ResultSet row) throws SQLException {
			Relation.Table table = (row.getString(11) != null)
					? new Relation.Table(row.getLong(9), new QualifiedName(row.getString(10), row.getString(11)),
							row.getBoolean(12), modes(row.getArray(13)))
					: null;
			Relation.Lineage lineage = new Relation.Lineage(longs(row.getArray(15)), longs(row.getArray(16)),
					row.getBoolean(17), row.getLong(18));
			char persistence = character(row.getString(6));
			Relation.Storage storage = new Relation.Storage(persistence == 'u', row.getString(19), row.getString(20),
					row.getLong(21), row.getBoolean(23), strings(row.getArray(24)));
			return new Head(row.getLong(2), new QualifiedName(row.getString(3), row.getString(4)), row.getString(22),
					character(row.getString(5)), persistence, row.getBoolean(7), row.getLong(14), lineage, storage,
					modes(row.getArray(8)), table);
		}

		Relation with(List<Relation.Column> columns, List<Relation.Constraint> constraints,
				List<Relation.Index> indexes, List<Relation.Trigger> triggers, List<Relation.Sequence> sequences) {
			Map<String, Relation.Column> byName = new HashMap<>();
			columns.forEach((column) -> byName.put(column.name(), column));
			return new Relation(this.oid, this.name, this.owner, this.kind, this.persistence == 't', this.createdHere,
					this.rows, this.lineage, this.storage, this.locksHeld, byName, constraints, indexes, triggers,
					sequences, this.table);
		}

	}

}
