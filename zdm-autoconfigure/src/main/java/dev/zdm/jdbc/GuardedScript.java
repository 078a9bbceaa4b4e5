package dev.zdm.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.zdm.catalog.TransactionState;
import dev.zdm.sql.Statement;

/**
 * Runs a text of several statements one by one, DDL through the guard. As the server does
 * with such a text, all of it is one transaction when none is open.
 */
final class GuardedScript {

	private final java.sql.Statement target;

	private final GuardedConnection connection;

	private final Results results;

	GuardedScript(java.sql.Statement target, GuardedConnection connection, Results results) {
		this.target = target;
		this.connection = connection;
		this.results = results;
	}

	Object run(List<Statement> statements, Method method) throws SQLException {
		Connection driver = this.connection.target();
		boolean own = driver.getAutoCommit() && TransactionState.of(driver) == TransactionState.NONE;
		if (own) {
			driver.setAutoCommit(false);
		}
		try {
			boolean resultSet = runEach(statements);
			if (own) {
				driver.commit();
			}
			if (method.getName().equals("execute")) {
				return resultSet && this.results.atDriver();
			}
			return this.results.atDriver() ? (Object) this.target.getUpdateCount()
					: GuardedStatement.emptyResult(method);
		}
		catch (SQLException | RuntimeException ex) {
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

	/** Whether the last statement left a result set with the driver. */
	private boolean runEach(List<Statement> statements) throws SQLException {
		boolean resultSet = false;
		for (int i = 0; i < statements.size(); i++) {
			Statement statement = statements.get(i);
			boolean last = i == statements.size() - 1;
			boolean byDriver = this.connection.guard()
				.execute(this.connection.caller(), statement, () -> this.target.execute(statement.text().text()));
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
