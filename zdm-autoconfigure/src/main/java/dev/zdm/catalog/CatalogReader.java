package dev.zdm.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link Facts} on the connection that will run the statement, so that its
 * {@code search_path}, role and transaction decide what is seen. Reading takes no lock on
 * any relation of the application.
 */
public final class CatalogReader {

	/** How many transaction ids beyond the newest finished one may be in use. */
	private static final int XIDS_IN_FLIGHT = 1 << 20;

	/**
	 * Whether the running transaction created a relation. Its system columns are written
	 * once, when it is created, and so by this transaction or one of its savepoints,
	 * whose ids are not below its own and not finished. The 32 bits that a row keeps of
	 * an id are taken as counted from the transaction's own id; what is frozen, and so
	 * may be older than they can tell, would have to be locked here to be mistaken.
	 */
	private static final String CREATED_HERE = """
			(exists (
			    select from pg_locks own where own.pid = pg_backend_pid() and own.granted
			    and own.locktype = 'relation' and own.relation = %1$s and own.mode = 'AccessExclusiveLock'
			    and own.database = (select oid from pg_database where datname = current_database()))
			 and exists (
			    select from pg_attribute a,
			        lateral (select pg_current_xact_id_if_assigned()::text::bigint as own,
			                 pg_snapshot_xmax(pg_current_snapshot())::text::bigint as unfinished) now,
			        lateral (select now.own + ((a.xmin::text::bigint - now.own) & 4294967295) as xid) written
			    where a.attrelid = %1$s and a.attnum = -6
			    and case when written.xid < now.unfinished
			             then pg_xact_status(written.xid::text::xid8) = 'in progress'
			             else written.xid < now.unfinished + %2$d end))""";

	private static final String HELD_LOCKS = """
			(select array_agg(distinct l.mode) from pg_locks l where l.pid = pg_backend_pid() and l.granted
			 and l.locktype = 'relation' and l.relation = %s
			 and l.database = (select oid from pg_database where datname = current_database()))""";

	private static final String SESSION = """
			select current_setting('server_version_num')::int, pg_is_in_recovery() or current_setting('transaction_read_only')::boolean, pg_backend_pid(), current_user,
			    current_setting('search_path'),
			    exists (
			        select from pg_locks l join pg_class c on c.oid = l.relation
			        where l.pid = pg_backend_pid() and l.granted and l.locktype = 'relation'
			        and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
			        and l.database = (select oid from pg_database where datname = current_database())
			        and c.relkind in ('r', 'p', 'm', 'v', 'f') and c.relpersistence <> 't' and not %s)
			"""
		.formatted(createdHere("c.oid"));

	private static final String RELATIONS = """
			select wanted.position, c.oid, n.nspname, c.relname, c.relkind, c.relpersistence = 't', %s,
			    exists (select from pg_inherits where inhparent = c.oid), %s,
			    t.oid, tn.nspname, t.relname,
			    exists (select from pg_constraint where conindid = c.oid and contype in ('p', 'u', 'x')), %s,
			    c.reltuples::bigint
			from unnest(?::text[]) with ordinality wanted (name, position)
			join pg_class c on c.oid = to_regclass(wanted.name)
			join pg_namespace n on n.oid = c.relnamespace
			left join pg_index i on i.indexrelid = c.oid
			left join pg_class t on t.oid = i.indrelid
			left join pg_namespace tn on tn.oid = t.relnamespace
			order by wanted.position
			""".formatted(createdHere("coalesce(t.oid, c.oid)"), HELD_LOCKS.formatted("c.oid"),
			HELD_LOCKS.formatted("t.oid"));

	private static final String COLUMNS = """
			select attname, format_type(atttypid, atttypmod), attnotnull
			from pg_attribute where attrelid = ?::oid and attnum > 0 and not attisdropped
			""";

	/**
	 * A foreign key of a table to itself is there once for each end. Definitions are not
	 * read: the server's functions for that lock the table.
	 */
	private static final String CONSTRAINTS = """
			select con.conname, con.contype, con.convalidated,
			    con.contype = 'c' and coalesce(con.conbin::text ~ '^[{]NULLTEST :arg [{]VAR [^{}]*[}] :nulltesttype 1 [^{}]*[}]$',
			        false),
			    ends.incoming,
			    array(select a.attname from unnest(ends.keys) with ordinality key (attnum, position)
			          join pg_attribute a on a.attrelid = wanted.oid and a.attnum = key.attnum order by key.position),
			    o.oid, n.nspname, o.relname
			from (select ?::oid as oid) wanted
			join pg_constraint con on con.conrelid = wanted.oid or (con.contype = 'f' and con.confrelid = wanted.oid)
			cross join lateral (
			    select false as incoming, con.conkey as keys, con.confrelid as other where con.conrelid = wanted.oid
			    union all
			    select true, con.confkey, con.conrelid where con.contype = 'f' and con.confrelid = wanted.oid) ends
			left join pg_class o on o.oid = ends.other
			left join pg_namespace n on n.oid = o.relnamespace
			order by con.conname, ends.incoming
			""";

	private static final String INDEXES = """
			select c.relname, i.indisvalid, i.indisunique,
			    exists (select from pg_constraint where conindid = c.oid and contype in ('p', 'u', 'x')),
			    array(select coalesce(a.attname, '') from unnest(i.indkey::int2[]) with ordinality key (attnum, position)
			          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = key.attnum and key.attnum > 0
			          where key.position <= i.indnkeyatts order by key.position)
			from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = ?::oid
			order by c.relname
			""";

	/** A generated name begins as its table's name does, however much was cut. */
	private static final String TAKEN_NAMES = """
			select relname, false from pg_class
			where relnamespace = (select oid from pg_namespace where nspname = ?) and starts_with(relname, left(?, 6))
			union all
			select conname, true from pg_constraint
			where connamespace = (select oid from pg_namespace where nspname = ?) and starts_with(conname, left(?, 6))
			""";

	private final EmptyTwin twin = new EmptyTwin();

	/**
	 * Reads what judgement needs to know about a statement.
	 * @param connection the connection that will run the statement; it is left in the
	 * transaction that it was in
	 * @param statement the statement
	 * @return the facts
	 * @throws SQLException if the server cannot be asked
	 */
	public Facts read(Connection connection, Statement statement) throws SQLException {
		Session session = session(connection);
		Map<QualifiedName, Relation> relations = relations(connection, statement.relations());
		if (statement instanceof Statement.AlterTable alter && isShared(relations.get(alter.name()))) {
			Relation table = Objects.requireNonNull(relations.get(alter.name()));
			return new Facts(session, relations, this.twin.effects(connection, alter, table), List.of(),
					takenNames(connection, table.name(), table.name().name()));
		}
		if (statement instanceof Statement.CreateIndex create && isShared(relations.get(create.table()))) {
			Relation table = Objects.requireNonNull(relations.get(create.table()));
			return (create.name() != null)
					? new Facts(session, relations, Map.of(), List.of(),
							takenNames(connection, table.name(), create.name()))
					: new Facts(session, relations, Map.of(), this.twin.indexColumns(connection, create, table),
							takenNames(connection, table.name(), table.name().name()));
		}
		return new Facts(session, relations, Map.of(), List.of(), TakenNames.NONE);
	}

	private static boolean isShared(@Nullable Relation relation) {
		return relation != null && !relation.isPrivate();
	}

	private static String createdHere(String oid) {
		return CREATED_HERE.formatted(oid, XIDS_IN_FLIGHT);
	}

	private static Session session(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(SESSION);
				ResultSet row = statement.executeQuery()) {
			row.next();
			return new Session(row.getInt(1), row.getBoolean(2), row.getInt(3), row.getString(4), row.getString(5),
					row.getBoolean(6));
		}
	}

	private static Map<QualifiedName, Relation> relations(Connection connection, List<QualifiedName> names)
			throws SQLException {
		Map<QualifiedName, Relation> relations = new HashMap<>();
		if (names.isEmpty()) {
			return relations;
		}
		try (PreparedStatement statement = connection.prepareStatement(RELATIONS)) {
			statement.setArray(1,
					connection.createArrayOf("text", names.stream().map(QualifiedName::quoted).toArray()));
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					relations.put(names.get(row.getInt(1) - 1), relation(connection, row));
				}
			}
		}
		return relations;
	}

	private static Relation relation(Connection connection, ResultSet row) throws SQLException {
		long oid = row.getLong(2);
		Relation.Table table = (row.getString(12) != null) ? new Relation.Table(row.getLong(10),
				new QualifiedName(row.getString(11), row.getString(12)), row.getBoolean(13), modes(row.getArray(14)))
				: null;
		return new Relation(oid, new QualifiedName(row.getString(3), row.getString(4)), row.getString(5).charAt(0),
				row.getBoolean(6), row.getBoolean(7), row.getLong(15), row.getBoolean(8), modes(row.getArray(9)),
				columns(connection, oid), constraints(connection, oid), indexes(connection, oid), table);
	}

	private static Set<LockMode> modes(@Nullable Array modes) throws SQLException {
		return (modes != null)
				? Arrays.stream((String[]) modes.getArray()).map(LockMode::fromPgName).collect(Collectors.toSet())
				: Set.of();
	}

	private static Map<String, Relation.Column> columns(Connection connection, long oid) throws SQLException {
		Map<String, Relation.Column> columns = new HashMap<>();
		for (Relation.Column column : list(connection, COLUMNS, oid,
				(row) -> new Relation.Column(row.getString(1), row.getString(2), row.getBoolean(3)))) {
			columns.put(column.name(), column);
		}
		return columns;
	}

	private static List<Relation.Constraint> constraints(Connection connection, long oid) throws SQLException {
		return list(connection, CONSTRAINTS, oid, (row) -> new Relation.Constraint(row.getString(1),
				row.getString(2).charAt(0), row.getBoolean(3), strings(row.getArray(6)), row.getBoolean(4),
				row.getBoolean(5),
				(row.getString(9) != null)
						? new Relation.Other(row.getLong(7), new QualifiedName(row.getString(8), row.getString(9)))
						: null));
	}

	private static List<Relation.Index> indexes(Connection connection, long oid) throws SQLException {
		return list(connection, INDEXES, oid, (row) -> new Relation.Index(row.getString(1), row.getBoolean(2),
				row.getBoolean(3), row.getBoolean(4), strings(row.getArray(5))));
	}

	/** The names in the schema of a relation that begin as another one does. */
	private static TakenNames takenNames(Connection connection, QualifiedName relation, String like)
			throws SQLException {
		Set<String> relations = new HashSet<>();
		Set<String> constraints = new HashSet<>();
		try (PreparedStatement statement = connection.prepareStatement(TAKEN_NAMES)) {
			statement.setString(1, relation.schema());
			statement.setString(2, like);
			statement.setString(3, relation.schema());
			statement.setString(4, like);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					(row.getBoolean(2) ? constraints : relations).add(row.getString(1));
				}
			}
		}
		return new TakenNames(relations, constraints);
	}

	private static List<String> strings(Array array) throws SQLException {
		return List.of((String[]) array.getArray());
	}

	private static <T> List<T> list(Connection connection, String sql, long oid, RowReader<T> reader)
			throws SQLException {
		List<T> rows = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setLong(1, oid);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					rows.add(reader.read(row));
				}
			}
		}
		return rows;
	}

	private interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
