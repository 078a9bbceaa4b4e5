package dev.zdm.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.zdm.sql.QualifiedName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries something on empty temporary tables and takes it back: in a savepoint of the
 * transaction that is open, or in a transaction of its own. The server is asked for what
 * it says at {@code DEBUG1}, which is in English everywhere. Who finds a table locked for
 * a second gets the server's 55P03, and may try again.
 */
final class Rehearsal {

	private static final Logger logger = LoggerFactory.getLogger(Rehearsal.class);

	/**
	 * Classes of SQLSTATE that speak of the moment, not of the statement: connection,
	 * rollback, resources, locks and cancellation, system, internal.
	 */
	private static final Set<String> OF_THE_MOMENT = Set.of("08", "40", "53", "55", "57", "58", "XX");

	/** The real table is waited for no longer than this; then its lock is refused. */
	private static final String SETTINGS = "set local client_min_messages = debug1; set local lock_timeout = '1s'";

	private final Statement statement;

	private Rehearsal(Statement statement) {
		this.statement = statement;
	}

	/**
	 * Tries something.
	 * @param refused what a refusal by the server means
	 */
	static <T> T rolledBack(Connection connection, Trial<T> trial, Function<SQLException, T> refused)
			throws SQLException {
		boolean own = connection.getAutoCommit() && TransactionState.of(connection) == TransactionState.NONE;
		if (own) {
			connection.setAutoCommit(false);
		}
		try (Statement statement = connection.createStatement()) {
			return inSavepoint(statement, trial, refused);
		}
		finally {
			if (own) {
				connection.rollback();
				connection.setAutoCommit(true);
			}
		}
	}

	private static <T> T inSavepoint(Statement statement, Trial<T> trial, Function<SQLException, T> refused)
			throws SQLException {
		T result;
		statement.execute("savepoint zdm_twin");
		try {
			statement.execute(SETTINGS);
			result = trial.run(new Rehearsal(statement));
		}
		catch (SQLException ex) {
			if (ex.getSQLState() == null || OF_THE_MOMENT.contains(ex.getSQLState().substring(0, 2))) {
				throw undone(statement, ex);
			}
			logger.debug("Could not try a statement on empty twins of its tables", ex);
			result = refused.apply(ex);
		}
		statement.execute("rollback to savepoint zdm_twin");
		statement.execute("release savepoint zdm_twin");
		return result;
	}

	/** As if nothing had been tried, so that it can be tried again. */
	private static SQLException undone(Statement statement, SQLException failure) {
		try {
			statement.execute("rollback to savepoint zdm_twin; release savepoint zdm_twin");
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
		return failure;
	}

	/** The server's words, unless they may quote a value. */
	static String reason(SQLException refusal) {
		String state = refusal.getSQLState();
		return (state.startsWith("42") || state.startsWith("25")) ? refusal.getMessage() : "SQLSTATE " + state;
	}

	/**
	 * Runs a statement.
	 * @return what the server said meanwhile
	 */
	List<String> run(String sql) throws SQLException {
		this.statement.execute(sql);
		List<String> said = new ArrayList<>();
		for (SQLWarning each = this.statement.getWarnings(); each != null; each = each.getNextWarning()) {
			said.add(String.valueOf(each.getMessage()));
		}
		return said;
	}

	/** Whether the server said something that begins so. */
	static boolean said(List<String> messages, String beginning) {
		return messages.stream().anyMatch((message) -> message.startsWith(beginning));
	}

	/**
	 * Makes an empty twin with the name of its model, which expressions may use. What its
	 * model was never proved to satisfy, the twin does not promise either.
	 * @param including what {@code LIKE} shall copy
	 * @param behind what else stands behind the columns
	 * @return the twin's name
	 */
	String twin(Relation table, String including, String behind) throws SQLException {
		String name = QualifiedName.quoteIfNeeded(table.name().name());
		run("create temporary table " + name + " (like " + table.name().quoted() + including + ")" + behind
				+ " on commit drop");
		String twin = "pg_temp." + name;
		for (Relation.Constraint constraint : table.constraints()) {
			if (!constraint.validated() && constraint.type() == 'c' && !including.isEmpty()) {
				run("alter table " + twin + " drop constraint if exists "
						+ QualifiedName.quoteIfNeeded(constraint.name()));
			}
			if (!constraint.validated() && constraint.type() == 'n') {
				run("alter table " + twin + " alter column " + QualifiedName.quoteIfNeeded(constraint.columns().get(0))
						+ " drop not null");
			}
		}
		return twin;
	}

	/** The first column of every row. */
	List<String> strings(String sql) throws SQLException {
		return rows(sql, (row) -> row.getString(1));
	}

	/** Every row, none of which is null. */
	<T> List<T> rows(String sql, RowReader<T> reader) throws SQLException {
		List<T> rows = new ArrayList<>();
		try (ResultSet row = this.statement.executeQuery(sql)) {
			while (row.next()) {
				rows.add(reader.read(row));
			}
		}
		return List.copyOf(rows);
	}

	/**
	 * Asks for SQL as the server writes it when nothing is found through the
	 * {@code search_path}.
	 */
	<T> T qualified(Trial<T> questions) throws SQLException {
		String path = strings("select current_setting('search_path')").get(0);
		run("set local search_path = ''");
		T answer = questions.run(this);
		strings("select set_config('search_path', '" + path.replace("'", "''") + "', true)");
		return answer;
	}

	/** Makes something of a row. */
	interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

	/** What is tried. */
	interface Trial<T> {

		T run(Rehearsal rehearsal) throws SQLException;

	}

}
