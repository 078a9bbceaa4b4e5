package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.zdm.catalog.Database;
import dev.zdm.catalog.LockMode;

import static org.awaitility.Awaitility.await;

/**
 * Runs what cannot run in a transaction, and reads its locks: those that it has and those
 * that it waits for, each time that it is held up by a session that uses one of its
 * relations. Another one takes the place of the one that is released, so that the
 * statement is stopped again where it waits the next time.
 */
final class HeldUp {

	private static final int MOST_WAITS = 400;

	private static final int MOST_TURNS = 4;

	private static final String LOCKS = """
			select relation || ' ' || mode from pg_locks where locktype = 'relation' and pid = %d and relation >= 16384
			and database = (select oid from pg_database where datname = current_database())
			""";

	private static final String BLOCKING = "select unnest(pg_blocking_pids(%d))";

	private final Connections connections;

	private final Landscape landscape;

	private final Map<Integer, Holder> holders = new HashMap<>();

	/** Uses connections to one database. */
	HeldUp(Connections connections, Landscape landscape) {
		this.connections = connections;
		this.landscape = landscape;
	}

	/**
	 * Runs a statement.
	 * @param uses what others do to hold it up
	 * @return the locks beyond {@code ACCESS SHARE} by relation, the strongest of each
	 */
	Map<String, LockMode> run(String sql, List<String> uses) throws SQLException {
		Map<Long, LockMode> seen = new HashMap<>();
		try (Connection worker = this.connections.open(); Connection looker = this.connections.open()) {
			for (String use : uses) {
				hold(use, 1);
			}
			int pid = pid(worker);
			CompletableFuture<Void> running = CompletableFuture.runAsync(() -> execute(worker, sql));
			for (int waits = 0; waits < MOST_WAITS && !running.isDone(); waits++) {
				await().pollInterval(Duration.ofMillis(10))
					.atMost(Duration.ofSeconds(30))
					.until(() -> running.isDone() || !blocking(looker, pid).isEmpty());
				read(looker, pid, seen);
				for (String blocking : blocking(looker, pid)) {
					replace(Integer.parseInt(blocking));
				}
			}
			releaseAll();
			running.join();
		}
		finally {
			releaseAll();
		}
		Map<String, LockMode> named = new TreeMap<>();
		new LockReduction(this.landscape, seen).reduced()
			.forEach((oid, each) -> named.put(this.landscape.site(oid).orElseThrow().name(), each));
		return named;
	}

	private void replace(int pid) throws SQLException {
		Holder holder = this.holders.remove(pid);
		if (holder != null && holder.turns() < MOST_TURNS) {
			hold(holder.use(), holder.turns() + 1);
		}
		if (holder != null) {
			holder.release();
		}
	}

	/** Nobody holds what the statement is waiting for already. */
	private void hold(String use, int turns) throws SQLException {
		Connection connection = this.connections.open();
		connection.setAutoCommit(false);
		try {
			Database.run(connection, "set local lock_timeout = '20ms'", use);
			this.holders.put(pid(connection), new Holder(connection, use, turns));
		}
		catch (SQLException ex) {
			connection.close();
		}
	}

	private void releaseAll() throws SQLException {
		for (Holder holder : this.holders.values()) {
			holder.release();
		}
		this.holders.clear();
	}

	private static void execute(Connection connection, String sql) {
		try {
			Database.run(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	private static int pid(Connection connection) throws SQLException {
		return Integer.parseInt(Database.strings(connection, "select pg_backend_pid()").get(0));
	}

	private static List<String> blocking(Connection looker, int pid) throws SQLException {
		return Database.strings(looker, BLOCKING.formatted(pid));
	}

	private static void read(Connection looker, int pid, Map<Long, LockMode> seen) throws SQLException {
		for (String lock : Database.strings(looker, LOCKS.formatted(pid))) {
			String[] parts = lock.split(" ");
			seen.merge(Long.valueOf(parts[0]), LockMode.fromPgName(parts[1]),
					(one, other) -> (one.compareTo(other) > 0) ? one : other);
		}
	}

	/** Where connections to the database come from. */
	interface Connections {

		Connection open() throws SQLException;

	}

	/** A session that uses a relation, and how many did so before it. */
	private record Holder(Connection connection, String use, int turns) {

		void release() throws SQLException {
			if (!this.connection.isClosed()) {
				this.connection.rollback();
				this.connection.close();
			}
		}

	}

}
