package dev.zdm.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.zdm.execute.Cancellation;
import dev.zdm.execute.PlanExecutor.DriverCall;
import dev.zdm.execute.Transactions.Work;
import dev.zdm.guard.Guard;
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

	private volatile @Nullable Cancellation cancellation;

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
			case "cancel" -> cancel(method, args);
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
		boolean accepted = !ownText || this.preparedSql == null;
		List<dev.zdm.sql.Statement> statements = (sql != null && accepted) ? guarded(List.of(sql)) : List.of();
		return statements.isEmpty() ? call(method, args)
				: cancelable(() -> guard(statements, method.getName(), () -> call(method, args)));
	}

	/**
	 * The statements of some texts; none when none of them is the guard's business or it
	 * is not for this guard to judge.
	 */
	private List<dev.zdm.sql.Statement> guarded(List<String> texts) throws SQLException {
		boolean migration = this.connection.isMigration();
		if ((!migration && texts.stream().noneMatch(StatementParser::mayHoldDdl)) || this.target.isClosed()) {
			return List.of();
		}
		List<dev.zdm.sql.Statement> statements = this.connection.asWritten(
				texts.stream().flatMap((text) -> Script.split(text).stream()).map(StatementParser::parse).toList());
		boolean holdsDdl = statements.stream()
			.anyMatch((statement) -> !(statement instanceof dev.zdm.sql.Statement.NotDdl));
		boolean concerned = holdsDdl || (migration && !isPreparedScript(statements)
				&& statements.stream().anyMatch(Guard::concernsMigrations));
		return (concerned && !this.connection.leadsToAnotherGuard()) ? statements : List.of();
	}

	/** The driver alone knows which of its parameters belong to which statement. */
	private boolean isPreparedScript(List<dev.zdm.sql.Statement> statements) {
		return this.preparedSql != null && statements.size() > 1;
	}

	private @Nullable Object guard(List<dev.zdm.sql.Statement> statements, String method, Call asItStands)
			throws SQLException {
		if (statements.size() > 1) {
			if (this.preparedSql != null) {
				throw new SQLException("Several statements with DDL in one prepared statement cannot be guarded; "
						+ "send them one by one or through a plain Statement", "0A000");
			}
			return new GuardedScript(this.target, this.connection, this.results).run(statements, method);
		}
		DriverResult result = new DriverResult(asItStands);
		if (!this.connection.pass(statements.get(0), result)) {
			this.results.add(0);
			this.results.driverHasNone();
			return emptyResult(method);
		}
		return result.value;
	}

	private <T> T cancelable(Work<T> work) throws SQLException {
		Cancellation current = new Cancellation();
		this.cancellation = current;
		Deadline deadline = Deadline.of(this.target, current);
		try {
			return current.during(work);
		}
		finally {
			deadline.lift();
			this.cancellation = null;
		}
	}

	private @Nullable Object cancel(Method method, Object @Nullable [] args) throws Throwable {
		Cancellation current = this.cancellation;
		if (current != null) {
			current.request();
		}
		return call(method, args);
	}

	/** What a method returns for a statement that changed no rows. */
	static Object emptyResult(String method) throws SQLException {
		return switch (method) {
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
		if (guarded(texts).isEmpty()) {
			return call(method, args);
		}
		this.target.clearBatch();
		long[] counts = cancelable(() -> executeEach(texts));
		return method.getName().equals("executeBatch")
				? Arrays.stream(counts).mapToInt((count) -> (int) count).toArray() : counts;
	}

	/** The texts of a batch one by one; a batch holds no parameters with DDL. */
	private long[] executeEach(List<String> texts) throws SQLException {
		long[] counts = new long[texts.size()];
		for (int i = 0; i < counts.length; i++) {
			try {
				counts[i] = executeOne(texts.get(i));
			}
			catch (SQLException ex) {
				throw new BatchUpdateException(ex.getMessage(), ex.getSQLState(), ex.getErrorCode(),
						Arrays.copyOf(counts, i), ex);
			}
			finally {
				this.results.clear();
			}
		}
		return counts;
	}

	private long executeOne(String sql) throws SQLException {
		Call asItStands = (this.target instanceof PreparedStatement prepared) ? prepared::executeLargeUpdate
				: () -> this.target.executeLargeUpdate(sql);
		List<dev.zdm.sql.Statement> statements = Script.split(sql).stream().map(StatementParser::parse).toList();
		return (Long) Objects.requireNonNull(guard(statements, "executeLargeUpdate", asItStands));
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		return Targets.call(this.target, method, args);
	}

	/** A call of the driver. */
	private interface Call {

		@Nullable Object run() throws Throwable;

	}

	/**
	 * Has the driver run what the caller called, and keeps what it returned.
	 */
	private static final class DriverResult implements DriverCall<Boolean> {

		private final Call call;

		private @Nullable Object value;

		DriverResult(Call call) {
			this.call = call;
		}

		@Override
		public Boolean run() throws SQLException {
			try {
				this.value = this.call.run();
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
