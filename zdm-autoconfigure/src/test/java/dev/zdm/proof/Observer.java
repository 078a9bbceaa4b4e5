package dev.zdm.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.zdm.catalog.LockMode;

/**
 * Runs a statement in a transaction that is rolled back and looks what the server did.
 */
final class Observer {

	/**
	 * Messages that tell which rows are checked; and plans that read tables from their
	 * beginning, so that the counters of scans tell whether a query of the server's own
	 * read one.
	 */
	private static final String SETTINGS = """
			set local client_min_messages = debug1;
			set local max_parallel_maintenance_workers = 0;
			set local enable_indexscan = off;
			set local enable_indexonlyscan = off;
			set local enable_bitmapscan = off""";

	private static final String LOCKS = """
			select relation, mode from pg_locks
			where pid = pg_backend_pid() and locktype = 'relation' and granted and relation >= 16384
			and database = (select oid from pg_database where datname = current_database())
			""";

	/** What was counted before and is not flushed yet counts, too. */
	private static final String COUNTED = """
			select oid, pg_stat_get_xact_numscans(oid) from pg_class
			where oid >= 16384 and relkind in ('r', 'm') and pg_stat_get_xact_numscans(oid) > 0
			""";

	private static final String FILES = """
			select c.oid, c.relfilenode, coalesce(i.indrelid, 0), coalesce(i.indisexclusion, false),
			    case when c.relkind in ('r', 'm') then pg_stat_get_xact_numscans(c.oid) else 0 end
			from pg_class c left join pg_index i on i.indexrelid = c.oid
			where c.oid >= 16384 and c.relkind in ('r', 'm', 'i')
			""";

	private static final String KEYS = """
			select conrelid, referenced.oid, conname from pg_constraint
			cross join lateral (select confrelid union select relid from pg_partition_tree(confrelid)) referenced (oid)
			where contype = 'f'
			""";

	private final Connection connection;

	private final Landscape landscape;

	private final Set<Long> files;

	/** A connection that is in a transaction from its first statement on. */
	Observer(Connection connection, Landscape landscape) {
		this.connection = connection;
		this.landscape = landscape;
		this.files = landscape.files();
	}

	/**
	 * Runs the statement and takes it back.
	 * @throws RefusedException if the server does not accept it
	 */
	Effects observe(String sql) throws SQLException, RefusedException {
		try {
			Map<Long, Long> counted = counted();
			Messages messages = run(sql);
			Map<Long, LockMode> locks = locks();
			return effects(locks, work(counted), messages, sql);
		}
		finally {
			this.connection.rollback();
		}
	}

	private Messages run(String sql) throws SQLException, RefusedException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(SETTINGS);
			statement.clearWarnings();
			try {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new RefusedException(ex);
			}
			return Messages.of(statement.getWarnings());
		}
	}

	private Effects effects(Map<Long, LockMode> locks, Work work, Messages messages, String sql) throws SQLException {
		Set<Long> blocked = locks.entrySet()
			.stream()
			.filter((lock) -> lock.getValue().blocksWrites())
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
		Map<String, LockMode> named = new TreeMap<>();
		new LockReduction(this.landscape, locks).reduced().forEach((oid, mode) -> named.put(name(oid), mode));
		if (Emptying.isOnly(sql)) {
			return new Effects(named, Set.of(), Set.of(), Set.of());
		}
		Set<Long> scans = work.scans(keys(messages));
		messages.verified().forEach((name) -> this.landscape.table(name).ifPresent(scans::add));
		return new Effects(named, names(work.rewrites(), blocked), names(scans, blocked),
				names(work.builds(), blocked));
	}

	private String name(long oid) {
		return this.landscape.site(oid).orElseThrow().name();
	}

	private Set<String> names(Set<Long> oids, Set<Long> blocked) {
		return oids.stream()
			.filter(blocked::contains)
			.flatMap((oid) -> this.landscape.site(oid).stream())
			.filter((site) -> site.isTable() && !site.temporary())
			.map(Landscape.Site::name)
			.collect(Collectors.toSet());
	}

	private Map<Long, LockMode> locks() throws SQLException {
		Map<Long, LockMode> locks = new HashMap<>();
		for (Object[] row : rows(LOCKS)) {
			locks.merge(number(row[0]), LockMode.fromPgName((String) row[1]),
					(one, other) -> (one.compareTo(other) > 0) ? one : other);
		}
		return locks;
	}

	private Map<Long, Long> counted() throws SQLException {
		Map<Long, Long> counted = new HashMap<>();
		for (Object[] row : rows(COUNTED)) {
			counted.put(number(row[0]), number(row[1]));
		}
		return counted;
	}

	private Work work(Map<Long, Long> counted) throws SQLException {
		Work work = new Work();
		for (Object[] row : rows(FILES)) {
			boolean newFile = !this.files.contains(number(row[1]));
			long table = number(row[2]);
			if (table != 0 && newFile) {
				work.built(table, (Boolean) row[3]);
			}
			if (table == 0 && this.landscape.site(number(row[0])).isPresent()) {
				work.read(number(row[0]), newFile, number(row[4]) - counted.getOrDefault(number(row[0]), 0L));
			}
		}
		return work;
	}

	/** The foreign keys that were validated. */
	private List<CheckedKey> keys(Messages messages) throws SQLException {
		List<CheckedKey> keys = new ArrayList<>();
		if (!messages.keys().isEmpty()) {
			for (Object[] row : rows(KEYS)) {
				if (messages.keys().contains((String) row[2])) {
					keys.add(new CheckedKey(number(row[0]), number(row[1])));
				}
			}
		}
		return keys;
	}

	private List<Object[]> rows(String sql) throws SQLException {
		List<Object[]> rows = new ArrayList<>();
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			int columns = row.getMetaData().getColumnCount();
			while (row.next()) {
				Object[] values = new Object[columns];
				for (int i = 0; i < columns; i++) {
					values[i] = row.getObject(i + 1);
				}
				rows.add(values);
			}
		}
		return rows;
	}

	private static long number(Object value) {
		return ((Number) value).longValue();
	}

}
