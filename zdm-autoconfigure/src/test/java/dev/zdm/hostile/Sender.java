package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Sends statements in all the ways that there are: alone or in a transaction, prepared,
 * in a batch, with a timeout, or canceled by another thread.
 */
final class Sender {

	private static final String ACTIVE_SQL_TRANSACTION = "25001";

	private final Random random;

	private final Figures figures;

	Sender(Random random, Figures figures) {
		this.random = random;
		this.figures = figures;
	}

	Answer send(Instance instance, String sql, boolean disturbed) {
		int way = this.random.nextInt(disturbed ? 20 : 12);
		try (Connection connection = instance.connect()) {
			if (way >= 4 || !runsInTransaction(connection, sql)) {
				alone(connection, sql, way);
			}
			return Answer.DONE;
		}
		catch (SQLException ex) {
			return Answer.of(ex);
		}
		catch (Killed | CompletionException ex) {
			Killed.requireReasonOf(ex);
			return Answer.DEAD;
		}
	}

	/**
	 * Runs it in a transaction.
	 * @return false if the server runs such a statement in none
	 */
	private static boolean runsInTransaction(Connection connection, String sql) throws SQLException {
		connection.setAutoCommit(false);
		try {
			execute(connection, sql);
			connection.commit();
			return true;
		}
		catch (SQLException ex) {
			connection.rollback();
			if (ACTIVE_SQL_TRANSACTION.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
		finally {
			connection.setAutoCommit(true);
		}
	}

	private void alone(Connection connection, String sql, int way) throws SQLException {
		if (way < 6) {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				statement.execute();
			}
		}
		else if (way < 7) {
			try (Statement statement = connection.createStatement()) {
				statement.addBatch(sql);
				statement.executeBatch();
			}
		}
		else if (way < 13) {
			execute(connection, sql);
		}
		else if (way < 16) {
			this.figures.count("with a timeout of a second");
			try (Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(1);
				statement.execute(sql);
			}
		}
		else {
			canceled(connection, sql);
		}
	}

	private void canceled(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			CompletableFuture<Void> cancel = CompletableFuture.runAsync(() -> {
				try {
					statement.cancel();
					this.figures.count("Statement.cancel");
				}
				catch (SQLException | Killed ex) {
					this.figures.count("Statement.cancel that came too late");
				}
			}, CompletableFuture.delayedExecutor(this.random.nextInt(400), TimeUnit.MILLISECONDS));
			try {
				statement.execute(sql);
			}
			finally {
				cancel.join();
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
