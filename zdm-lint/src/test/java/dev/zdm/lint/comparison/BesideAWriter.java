package dev.zdm.lint.comparison;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.zdm.test.PostgresServer;
import org.awaitility.Awaitility;

/**
 * Runs a statement that cannot run in a transaction while another session is in the
 * middle of writing, and looks whether a third one can read and write meanwhile.
 */
final class BesideAWriter {

	private static final String WAITING = """
			select exists (select from pg_stat_activity where pid = ? and wait_event_type = 'Lock')
			""";

	private final PostgresServer server;

	private final String database;

	BesideAWriter(PostgresServer server, String database) {
		this.server = server;
		this.database = database;
	}

	/**
	 * Whether readers and writers of a table go on while the statement waits for one of
	 * them, and the statement comes to its end afterwards.
	 * @param sql the statement
	 * @param table the table that is written to
	 */
	boolean letsOthersGoOn(String sql, String table) throws SQLException {
		try (Connection writer = connect(); Connection worker = connect(); Connection other = connect()) {
			writer.setAutoCommit(false);
			writeTo(table, writer);
			int pid = pid(worker);
			CompletableFuture<Void> work = CompletableFuture.runAsync(() -> run(sql, worker));
			Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> isWaiting(pid, other) || work.isDone());
			boolean goesOn = isWaiting(pid, other) && canWrite(table, other);
			writer.commit();
			work.join();
			return goesOn;
		}
		catch (CompletionException ex) {
			return false;
		}
	}

	private Connection connect() throws SQLException {
		return this.server.dataSource(this.database).getConnection();
	}

	private static boolean canWrite(String table, Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("set lock_timeout = '100ms'");
			writeTo(table, connection);
			return true;
		}
		catch (SQLException ex) {
			if ("55P03".equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	private static void writeTo(String table, Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("delete from " + table + " where false");
		}
	}

	private static void run(String sql, Connection connection) {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new CompletionException(ex);
		}
	}

	private static int pid(Connection connection) throws SQLException {
		try (ResultSet row = connection.createStatement().executeQuery("select pg_backend_pid()")) {
			row.next();
			return row.getInt(1);
		}
	}

	private static boolean isWaiting(int pid, Connection connection) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(WAITING)) {
			query.setInt(1, pid);
			try (ResultSet row = query.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

}
