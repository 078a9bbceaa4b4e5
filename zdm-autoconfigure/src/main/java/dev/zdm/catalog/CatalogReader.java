package dev.zdm.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

	/**
	 * A relation is new if its system column {@code tableoid} was written by a
	 * transaction that is not over: system columns are written once, when the relation is
	 * created.
	 */
	private static final String CREATED_HERE = """
			coalesce((
			    select pg_xact_status((
			        case when a.xmin::text::bigint > now_xid.low then now_xid.high - 4294967296 else now_xid.high end
			        + a.xmin::text::bigint)::text::xid8) = 'in progress'
			    from pg_attribute a,
			        (select x & 4294967295 as low, x - (x & 4294967295) as high
			         from (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as x) current_xid) now_xid
			    where a.attrelid = c.oid and a.attnum = -6
			    and (now_xid.high > 0 or a.xmin::text::bigint <= now_xid.low)), false)""";

	private static final String HELD_LOCKS = """
			(select array_agg(distinct l.mode) from pg_locks l where l.pid = pg_backend_pid() and l.granted
			 and l.locktype = 'relation' and l.relation = %s
			 and l.database = (select oid from pg_database where datname = current_database()))""";

	private static final String SESSION = """
			select current_setting('server_version_num')::int, pg_is_in_recovery(), pg_backend_pid(), current_user,
			    current_setting('search_path'),
			    exists (
			        select from pg_locks l join pg_class c on c.oid = l.relation
			        where l.pid = pg_backend_pid() and l.granted and l.locktype = 'relation'
			        and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
			        and l.database = (select oid from pg_database where datname = current_database())
			        and c.relkind in ('r', 'p', 'm', 'v', 'f') and c.relpersistence <> 't' and not %s)
			""".formatted(CREATED_HERE);

	private static final String RELATIONS = """
			select wanted.position, c.oid, n.nspname, c.relname, c.relkind, c.relpersistence = 't', %s,
			    exists (select from pg_inherits where inhparent = c.oid), %s,
			    t.oid, tn.nspname, t.relname,
			    exists (select from pg_constraint where conindid = c.oid and contype in ('p', 'u', 'x')), %s
			from unnest(?::text[]) with ordinality wanted (name, position)
			join pg_class c on c.oid = to_regclass(wanted.name)
			join pg_namespace n on n.oid = c.relnamespace
			left join pg_index i on i.indexrelid = c.oid
			left join pg_class t on t.oid = i.indrelid
			left join pg_namespace tn on tn.oid = t.relnamespace
			order by wanted.position
			""".formatted(CREATED_HERE, HELD_LOCKS.formatted("c.oid"), HELD_LOCKS.formatted("t.oid"));

	private static final String COLUMNS = """
			select attname, format_type(atttypid, atttypmod), attnotnull
			from pg_attribute where attrelid = ? and attnum > 0 and not attisdropped
			""";

	private static final String CONSTRAINTS = """
			select conname, contype, convalidated, pg_get_constraintdef(con.oid), conrelid <> ?,
			    array(select attname from pg_attribute
			          where attrelid = ? and attnum = any (case when conrelid = ? then conkey else confkey end))
			from pg_constraint con where conrelid = ? or (contype = 'f' and confrelid = ?)
			""";

	private static final String INDEXES = """
			select c.relname, i.indisvalid, i.indisunique, pg_get_indexdef(c.oid)
			from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = ?
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
		if (!session.inRecovery() && statement instanceof Statement.AlterTable alter) {
			Relation relation = relations.get(alter.name());
			if (relation != null && !relation.isPrivate()) {
				return new Facts(session, relations, this.twin.effects(connection, alter, relation));
			}
		}
		return new Facts(session, relations, Map.of());
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
				row.getBoolean(6), row.getBoolean(7), row.getBoolean(8), modes(row.getArray(9)),
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
		return list(connection, CONSTRAINTS, oid,
				(row) -> new Relation.Constraint(row.getString(1), row.getString(2).charAt(0), row.getBoolean(3),
						List.of((String[]) row.getArray(6).getArray()), row.getString(4), row.getBoolean(5)));
	}

	private static List<Relation.Index> indexes(Connection connection, long oid) throws SQLException {
		return list(connection, INDEXES, oid,
				(row) -> new Relation.Index(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4)));
	}

	/** The rows of a query whose every parameter is the same object id. */
	private static <T> List<T> list(Connection connection, String sql, long oid, RowReader<T> reader)
			throws SQLException {
		List<T> rows = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
				statement.setLong(i, oid);
			}
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
