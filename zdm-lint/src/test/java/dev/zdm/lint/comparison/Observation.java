package dev.zdm.lint.comparison;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.zdm.catalog.LockMode;
import dev.zdm.lint.comparison.Storage.Stored;

/**
 * Runs a script in a transaction that is rolled back, and looks at what the server did:
 * {@code pg_locks}, file nodes, the messages of level DEBUG1, and counters of scans.
 */
final class Observation {

	private static final String LOCKS = """
			select relation, mode from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and granted
				and database = (select oid from pg_database where datname = current_database())
			""";

	private static final Pattern MESSAGE = Pattern
		.compile("(verifying table|validating foreign key constraint) \"(.*)\"");

	private final Connection connection;

	private final Storage before;

	private final Set<Long> checked = new HashSet<>();

	/** Tables that are read only to look up what others refer to. */
	private final Set<Long> lookedUp = new HashSet<>();

	private Observation(Connection connection) throws SQLException {
		this.connection = connection;
		this.before = Storage.of(connection);
	}

	/**
	 * What a script does on a fresh connection, which is in no transaction afterwards.
	 */
	static Effect of(String script, Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		Observation observation = new Observation(connection);
		try (Statement statement = connection.createStatement()) {
			statement.execute("set client_min_messages = debug1");
			statement.execute(script);
			SQLWarning warnings = statement.getWarnings();
			statement.execute("set client_min_messages = warning");
			observation.read(warnings);
			return observation.effect();
		}
		catch (SQLException ex) {
			return Effect.rejected(ex.getSQLState());
		}
		finally {
			connection.rollback();
		}
	}

	private void read(SQLWarning warnings) throws SQLException {
		for (SQLWarning warning = warnings; warning != null; warning = warning.getNextWarning()) {
			Matcher message = MESSAGE.matcher(warning.getMessage());
			if (message.matches() && message.group(1).startsWith("verifying")) {
				add("select oid, 0 from pg_class where relkind = 'r' and relname = '" + message.group(2) + "'");
			}
			else if (message.matches()) {
				add("select conrelid, confrelid from pg_constraint where conname = '" + message.group(2) + "'");
			}
		}
	}

	private void add(String query) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
			while (row.next()) {
				this.checked.add(row.getLong(1));
				this.lookedUp.add(row.getLong(2));
			}
		}
	}

	private Effect effect() throws SQLException {
		SortedMap<String, LockMode> locks = locks();
		Storage now = Storage.of(this.connection);
		SortedSet<String> empties = new TreeSet<>();
		for (Stored table : now.tablesKnownTo(this.before)) {
			if (table.isRewrittenSince(this.before) && isEmpty(table)) {
				empties.add(this.before.of(table.oid()).name());
			}
		}
		SortedSet<String> rewrites = which(now, locks, (table) -> table.isRewrittenSince(this.before));
		rewrites.removeAll(empties);
		SortedSet<String> builds = which(now, locks,
				(table) -> now.built(table.oid(), this.before) > 0 && !table.isRewrittenSince(this.before));
		SortedSet<String> scans = which(now, locks, (table) -> isChecked(table, now));
		return new Effect(locks, rewrites, scans, builds, which(now, locks, (table) -> table.updated() > 0), empties,
				null);
	}

	/**
	 * A build and a rewrite read the table once each. Who changes rows reads them, too.
	 */
	private boolean isChecked(Stored table, Storage now) {
		long others = now.built(table.oid(), this.before) + (table.isRewrittenSince(this.before) ? 1 : 0);
		return this.checked.contains(table.oid()) || (table.scans() > others && table.updated() == 0
				&& table.file() != 0 && !this.lookedUp.contains(table.oid()));
	}

	private SortedSet<String> which(Storage now, SortedMap<String, LockMode> locks, Predicate<Stored> condition) {
		return now.tablesKnownTo(this.before)
			.stream()
			.filter(condition)
			.map((table) -> this.before.of(table.oid()).name())
			.filter((name) -> locks.containsKey(name) && locks.get(name).blocksWrites())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private boolean isEmpty(Stored table) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("select not exists (select from " + table.name() + ")")) {
			return row.next() && row.getBoolean(1);
		}
	}

	private SortedMap<String, LockMode> locks() throws SQLException {
		SortedMap<String, LockMode> locks = new TreeMap<>();
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(LOCKS)) {
			while (row.next()) {
				Stored relation = this.before.of(row.getLong(1));
				LockMode mode = Locks.mode(row.getString(2));
				if (this.before.tables().contains(relation) && mode.compareTo(LockMode.ROW_EXCLUSIVE) > 0) {
					locks.merge(relation.name(), mode, Locks::stronger);
				}
			}
		}
		return locks;
	}

}
