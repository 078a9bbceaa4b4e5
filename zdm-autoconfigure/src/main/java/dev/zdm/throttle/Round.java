package dev.zdm.throttle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of questions to a server, on one connection that is borrowed for the first of
 * them, in a short transaction that locks nothing but what it reads. A question that
 * fails ends that transaction, not the round; when there is no connection to be had all
 * questions of the round fail at once. Not safe for several threads.
 */
final class Round implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Round.class);

	/** So that a server in trouble gives a missing reading, not a stuck thread. */
	private static final String LIMITS = "set local statement_timeout = '1s'; set local lock_timeout = '500ms'";

	private static final String LOCALLY = "set local synchronous_commit = local; ";

	private final DataSource dataSource;

	private @Nullable Connection connection;

	private @Nullable SQLException refused;

	private boolean autoCommit;

	private boolean begun;

	Round(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Asks.
	 * @param answer makes something of the rows; the cursor stands before the first
	 */
	<T> T ask(String sql, Answer<T> answer, Object... parameters) throws SQLException {
		try (PreparedStatement statement = begin().prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				return answer.of(rows);
			}
		}
		catch (SQLException ex) {
			rollBack();
			throw ex;
		}
	}

	/**
	 * Changes rows of a table in schema {@code zdm} and commits that, without waiting for
	 * any replica.
	 */
	void change(String sql, Object... parameters) throws SQLException {
		try (PreparedStatement statement = begin().prepareStatement(LOCALLY + sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			statement.execute();
			this.begun = false;
			statement.getConnection().commit();
		}
		catch (SQLException ex) {
			rollBack();
			throw ex;
		}
	}

	private Connection begin() throws SQLException {
		Connection current = connection();
		if (!this.begun) {
			try (Statement statement = current.createStatement()) {
				statement.execute(LIMITS);
			}
			this.begun = true;
		}
		return current;
	}

	private Connection connection() throws SQLException {
		if (this.refused != null) {
			throw this.refused;
		}
		Connection current = this.connection;
		if (current == null) {
			try {
				current = this.dataSource.getConnection();
				this.autoCommit = current.getAutoCommit();
				current.setAutoCommit(false);
				this.connection = current;
			}
			catch (SQLException ex) {
				this.refused = ex;
				throw ex;
			}
		}
		return current;
	}

	private void rollBack() {
		this.begun = false;
		try {
			if (this.connection != null) {
				this.connection.rollback();
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection is lost", ex);
			this.refused = ex;
		}
	}

	@Override
	public void close() {
		Connection current = this.connection;
		this.connection = null;
		if (current == null) {
			return;
		}
		try (current) {
			current.rollback();
			current.setAutoCommit(this.autoCommit);
		}
		catch (SQLException ex) {
			logger.debug("A connection is lost", ex);
		}
	}

	/**
	 * Makes something of rows.
	 *
	 * @param <T> what it makes
	 */
	interface Answer<T> {

		T of(ResultSet rows) throws SQLException;

	}

}
