package dev.zdm.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.zdm.execute.PlanExecutor.DriverCall;
import dev.zdm.sql.Script;
import dev.zdm.sql.StatementParser;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a statement's proxy: text that may hold DDL takes the way through the
 * guard, everything else goes to the driver at once.
 */
final class GuardedStatement implements InvocationHandler {

	private final Statement target;

	private final Connection proxiedConnection;

	private final GuardedConnection connection;

	private final @Nullable String preparedSql;

	private final Results results = new Results();

	private final List<String> batch = new ArrayList<>();

	private GuardedStatement(Statement target, Connection proxiedConnection, GuardedConnection connection,
			@Nullable String preparedSql) {
		this.target = target;
		this.proxiedConnection = proxiedConnection;
		this.connection = connection;
		this.preparedSql = preparedSql;
	}

	static Statement of(Class<? extends Statement> type, Statement target, Connection proxiedConnection,
			GuardedConnection connection, @Nullable String preparedSql) {
		return (Statement) Proxy.newProxyInstance(GuardedStatement.class.getClassLoader(), new Class<?>[] { type },
				new GuardedStatement(target, proxiedConnection, connection, preparedSql));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "execute", "executeUpdate", "executeLargeUpdate", "executeQuery" -> execute(method, args);
			case "addBatch" -> addBatch(method, args);
			case "clearBatch" -> {
				this.batch.clear();
				yield call(method, args);
			}
			case "executeBatch", "executeLargeBatch" -> executeBatch(method, args);
			case "getUpdateCount" -> this.results.atDriver() ? call(method, args) : (int) this.results.count();
			case "getLargeUpdateCount" -> this.results.atDriver() ? call(method, args) : this.results.count();
			case "getResultSet" -> this.results.atDriver() ? call(method, args) : null;
			case "getMoreResults" -> getMoreResults(method, args);
			case "getConnection" -> this.proxiedConnection;
			case "unwrap" -> (args != null && ((Class<?>) args[0]).isInstance(proxy)) ? proxy : call(method, args);
			case "isWrapperFor" -> (args != null && ((Class<?>) args[0]).isInstance(proxy)) ? true : call(method, args);
			case "equals" -> args != null && proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> call(method, args);
		};
	}

	private @Nullable Object execute(Method method, Object @Nullable [] args) throws Throwable {
		this.results.clear();
		boolean ownText = args != null && args.length > 0;
		String sql = ownText ? (String) args[0] : this.preparedSql;
		if (sql == null || !StatementParser.mayHoldDdl(sql)) {
			return call(method, args);
		}
		List<dev.zdm.sql.Statement> statements = Script.split(sql).stream().map(StatementParser::parse).toList();
		if (statements.stream().allMatch(dev.zdm.sql.Statement.NotDdl.class::isInstance)) {
			return call(method, args);
		}
		if (statements.size() > 1) {
			if (!ownText) {
				throw new SQLException("Several statements with DDL in one prepared statement cannot be guarded; "
						+ "send them one by one or through a plain Statement", "0A000");
			}
			return new GuardedScript(this.target, this.connection, this.results).run(statements, method);
		}
		DriverResult result = new DriverResult(method, args);
		if (!guard(statements.get(0), result)) {
			this.results.add(0);
			this.results.driverHasNone();
			return emptyResult(method);
		}
		return result.value;
	}

	private boolean guard(dev.zdm.sql.Statement statement, DriverCall<?> asItStands) throws SQLException {
		return this.connection.guard().execute(this.connection.caller(), statement, asItStands);
	}

	/** What a method returns for a statement that changed no rows. */
	static Object emptyResult(Method method) throws SQLException {
		return switch (method.getName()) {
			case "execute" -> false;
			case "executeUpdate" -> 0;
			case "executeLargeUpdate" -> 0L;
			default -> throw new SQLException("No results were returned by the query.", "02000");
		};
	}

	private @Nullable Object getMoreResults(Method method, Object @Nullable [] args) throws Throwable {
		if (this.results.atDriver()) {
			return call(method, args);
		}
		this.results.next();
		return this.results.atDriver() && this.target.getResultSet() != null;
	}

	private @Nullable Object addBatch(Method method, Object @Nullable [] args) throws Throwable {
		Object result = call(method, args);
		if (args != null && args.length == 1) {
			this.batch.add((String) args[0]);
		}
		else if (this.preparedSql != null) {
			this.batch.add(this.preparedSql);
		}
		return result;
	}

	private @Nullable Object executeBatch(Method method, Object @Nullable [] args) throws Throwable {
		List<String> texts = List.copyOf(this.batch);
		this.batch.clear();
		boolean holdsDdl = texts.stream()
			.filter(StatementParser::mayHoldDdl)
			.flatMap((text) -> Script.split(text).stream())
			.map(StatementParser::parse)
			.anyMatch((statement) -> !(statement instanceof dev.zdm.sql.Statement.NotDdl));
		if (!holdsDdl) {
			return call(method, args);
		}
		this.target.clearBatch();
		long[] counts = new long[texts.size()];
		for (int i = 0; i < counts.length; i++) {
			try {
				counts[i] = executeOne(texts.get(i));
			}
			catch (SQLException ex) {
				throw new BatchUpdateException(ex.getMessage(), ex.getSQLState(), ex.getErrorCode(),
						Arrays.copyOf(counts, i), ex);
			}
		}
		return method.getName().equals("executeBatch")
				? Arrays.stream(counts).mapToInt((count) -> (int) count).toArray() : counts;
	}

	/**
	 * One text of a batch, on a statement of its own; a batch holds no parameters with
	 * DDL.
	 */
	private long executeOne(String sql) throws SQLException {
		try (Statement statement = this.proxiedConnection.createStatement()) {
			return statement.executeLargeUpdate(sql);
		}
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		return Targets.call(this.target, method, args);
	}

	/**
	 * Has the driver run what the caller called, and keeps what it returned.
	 */
	private final class DriverResult implements DriverCall<Boolean> {

		private final Method method;

		private final Object @Nullable [] args;

		private @Nullable Object value;

		DriverResult(Method method, Object @Nullable [] args) {
			this.method = method;
			this.args = args;
		}

		@Override
		public Boolean run() throws SQLException {
			try {
				this.value = call(this.method, this.args);
				return true;
			}
			catch (SQLException | RuntimeException | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new SQLException(ex);
			}
		}

	}

}
