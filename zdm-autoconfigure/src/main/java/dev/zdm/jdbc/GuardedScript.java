package dev.zdm.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import dev.zdm.catalog.TransactionState;
import dev.zdm.sql.Statement;

/**
 * Runs a text of several statements one by one, DDL through the guard. As the server does
 * with such a text, all of it is one transaction when none is open and the text begins
 * none. Of several result sets only that of the last statement is kept.
 */
final class GuardedScript {

	private static final Pattern BEGIN = Pattern.compile("(?i)(begin|start)\\b");

	private final java.sql.Statement target;

	private final GuardedConnection connection;

	private final Results results;

	GuardedScript(java.sql.Statement target, GuardedConnection connection, Results results) {
		this.target = target;
		this.connection = connection;
		this.results = results;
	}

	Object run(List<Statement> statements, String method) throws SQLException {
		Connection driver = this.connection.target();
		boolean own = driver.getAutoCommit() && TransactionState.of(driver) == TransactionState.NONE
				&& statements.stream().noneMatch(GuardedScript::beginsTransaction);
		if (own) {
			driver.setAutoCommit(false);
		}
		try {
			boolean resultSet = runEach(statements);
			if (own) {
				driver.commit();
			}
			return value(method, resultSet && this.results.atDriver());
		}
		catch (SQLException | RuntimeException | Error ex) {
			if (own && !driver.isClosed()) {
				driver.rollback();
			}
			throw ex;
		}
		finally {
			if (own && !driver.isClosed()) {
				driver.setAutoCommit(true);
			}
		}
	}

	/** What a method returns for the first of the results. */
	private Object value(String method, boolean resultSet) throws SQLException {
		long count = this.results.atDriver() ? this.target.getLargeUpdateCount() : this.results.count();
		return switch (method) {
			case "execute" -> resultSet;
			case "executeUpdate" -> (int) count;
			case "executeLargeUpdate" -> count;
			default -> resultSet ? this.target.getResultSet() : GuardedStatement.emptyResult(method);
		};
	}

	/**
	 * Then the transaction is the caller's, and stays open where the text leaves it so.
	 */
	private static boolean beginsTransaction(Statement statement) {
		return BEGIN.matcher(statement.text().text()).lookingAt();
	}

	/** Whether the last statement left a result set with the driver. */
	private boolean runEach(List<Statement> statements) throws SQLException {
		boolean resultSet = false;
		for (int i = 0; i < statements.size(); i++) {
			Statement statement = statements.get(i);
			boolean last = i == statements.size() - 1;
			boolean byDriver = this.connection.pass(statement, () -> this.target.execute(statement.text().text()));
			resultSet = byDriver && this.target.getResultSet() != null;
			if (!last && !resultSet) {
				this.results.add(byDriver ? this.target.getUpdateCount() : 0);
			}
			else if (last && !byDriver) {
				this.results.add(0);
				this.results.driverHasNone();
			}
		}
		return resultSet;
	}

}
