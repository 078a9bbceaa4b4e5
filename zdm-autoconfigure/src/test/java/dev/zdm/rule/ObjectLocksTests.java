package dev.zdm.rule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;
import dev.zdm.test.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The locks that are foretold for all kinds of object are those that the server takes.
 */
class ObjectLocksTests {

	private static final String BEFORE = """
			create table seen.before as
			select c.oid, n.nspname || '.' || c.relname as name, coalesce(
			    (select indrelid from pg_index where indexrelid = c.oid),
			    (select oid from pg_class t where t.reltoastrelid = c.oid)) as on_table
			from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname in ('public', 'Other.S', 'spare', 'pg_toast')
			and c.relkind in ('r', 'p', 'm', 'v', 'f', 'S', 'i', 'I', 't')
			""";

	private static final String TAKEN = """
			select b.name || '=' || l.mode || '=' || b.oid || '=' || coalesce(b.on_table, 0)
			from pg_locks l join seen.before b on b.oid = l.relation
			where l.pid = %d and l.locktype = 'relation' and l.mode <> 'AccessShareLock'
			and l.database = (select oid from pg_database where datname = current_database())
			""";

	private static Database database;

	private static Connection connection;

	private static Connection looker;

	@BeforeAll
	static void create() throws SQLException {
		database = ObjectDatabase.create();
		database.run("create schema seen", BEFORE);
		connection = database.begin();
		looker = database.connect();
	}

	@AfterAll
	static void drop() throws SQLException {
		connection.close();
		looker.close();
		database.close();
	}

	static List<String> statements() {
		int version = PostgresCluster.shared().primary().majorVersion();
		return ObjectDatabase.resource("object-statements.sql")
			.lines()
			.filter((line) -> !line.isBlank())
			.filter((line) -> !line.startsWith("18: ") || version >= 18)
			.map((line) -> line.startsWith("18: ") ? line.substring(4) : line)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("statements")
	void areThoseThatTheServerTakes(String sql) throws SQLException {
		try {
			Map<String, String> foretold = foretold(sql);
			connection.rollback();
			Database.run(connection, sql);
			assertThat(foretold).isEqualTo(taken());
		}
		finally {
			connection.rollback();
		}
	}

	private static Map<String, String> foretold(String sql) throws SQLException {
		Map<String, String> locks = new TreeMap<>();
		for (RelationLock lock : StatementLocks.of(Database.parse(sql), Database.facts(connection, sql))) {
			locks.put(lock.relation().schema() + "." + lock.relation().name(), lock.mode().pgName());
		}
		return locks;
	}

	/**
	 * Of each relation the strongest; that of an index where its table has none as
	 * strong.
	 */
	private static Map<String, String> taken() throws SQLException {
		int pid = Integer.parseInt(Database.strings(connection, "select pg_backend_pid()").get(0));
		Map<String, LockMode> byOid = new TreeMap<>();
		List<String[]> rows = Database.strings(looker, TAKEN.formatted(pid))
			.stream()
			.map((row) -> row.split("="))
			.toList();
		rows.forEach((row) -> byOid.merge(row[2], LockMode.fromPgName(row[1]),
				(one, other) -> (one.compareTo(other) > 0) ? one : other));
		Map<String, String> taken = new TreeMap<>();
		for (String[] row : rows) {
			LockMode mode = Objects.requireNonNull(byOid.get(row[2]));
			LockMode onTable = byOid.get(row[3]);
			if (onTable == null || onTable.compareTo(mode) < 0) {
				taken.put(row[0], mode.pgName());
			}
		}
		return taken;
	}

}
