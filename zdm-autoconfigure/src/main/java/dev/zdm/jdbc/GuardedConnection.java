package dev.zdm.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.zdm.execute.PlanExecutor.DriverCall;
import dev.zdm.execute.Transactions;
import dev.zdm.guard.Caller;
import dev.zdm.guard.Guard;
import dev.zdm.guard.MigrationSource;
import dev.zdm.sql.Script;
import dev.zdm.sql.StatementParser;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a connection's proxy: plain statements are proxied, prepared ones only
 * when their text holds DDL.
 */
final class GuardedConnection implements InvocationHandler {

	private static final String TRANSACTION_LOCK = "pg_try_advisory_xact_lock";

	private final Connection target;

	private final DataSource dataSource;

	private final Guard guard;

	private final @Nullable MigrationOrigin origin;

	private final AtomicInteger passages = new AtomicInteger();

	private volatile boolean closed;

	private volatile @Nullable WrittenScript script;

	private GuardedConnection(Connection target, DataSource dataSource, Guard guard, @Nullable MigrationOrigin origin) {
		this.target = target;
		this.dataSource = dataSource;
		this.guard = guard;
		this.origin = origin;
	}

	static Connection of(Connection target, DataSource dataSource, Guard guard, @Nullable MigrationOrigin origin) {
		GuardedConnection handler = new GuardedConnection(target, dataSource, guard, origin);
		OpenConnections.add(handler);
		return (Connection) Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, handler);
	}

	/**
	 * Whether a connection is itself one that passes a guard, as those of a routing
	 * {@code DataSource} may be.
	 */
	static boolean isGuarded(Connection connection) {
		return Proxy.isProxyClass(connection.getClass())
				&& Proxy.getInvocationHandler(connection) instanceof GuardedConnection;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		switch (method.getName()) {
			case "createStatement":
				return guarded((Connection) proxy, Statement.class, call(method, args), null);
			case "prepareStatement":
				return prepared((Connection) proxy, PreparedStatement.class, method, args);
			case "prepareCall":
				return prepared((Connection) proxy, CallableStatement.class, method, args);
			case "getMetaData":
				return metaData((Connection) proxy, call(method, args));
			case "close", "abort":
				this.closed = true;
				abortWhatStillRuns();
				return call(method, args);
			case "unwrap":
				return (args != null && ((Class<?>) args[0]).isInstance(proxy)) ? proxy : call(method, args);
			case "isWrapperFor":
				return isThis(proxy, args) ? true : call(method, args);
			case "equals":
				return args != null && proxy == args[0];
			case "hashCode":
				return System.identityHashCode(proxy);
			case "toString":
				return "Guarded " + this.target;
			default:
				return call(method, args);
		}
	}

	Connection target() {
		return this.target;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Whether there is another guard behind this one, under proxies that are not ours. It
	 * gets the statements as they are. To ask makes a lazy connection a real one.
	 */
	boolean leadsToAnotherGuard() throws SQLException {
		return this.target.isWrapperFor(GuardedConnection.class);
	}

	/** Statements with the words to zdm that a tool has left out. */
	List<dev.zdm.sql.Statement> asWritten(List<dev.zdm.sql.Statement> statements) {
		String text = (this.origin != null) ? this.origin.script().orElse(null) : null;
		if (text == null) {
			return statements;
		}
		WrittenScript known = this.script;
		if (known == null || !known.isOf(text)) {
			known = new WrittenScript(text);
			this.script = known;
		}
		return known.asWritten(statements);
	}

	/** Whether what is sent now comes from a migration. */
	boolean isMigration() {
		return this.origin != null || MigrationSource.isMigration();
	}

	/** Hands a statement to the guard; false when the driver did not run it. */
	boolean pass(dev.zdm.sql.Statement statement, DriverCall<?> asItStands) throws SQLException {
		if (this.origin == null || MigrationSource.isMigration()) {
			return guard(statement, asItStands);
		}
		MigrationSource.enter(this.origin.source());
		try {
			return guard(statement, asItStands);
		}
		finally {
			MigrationSource.leave();
		}
	}

	private boolean guard(dev.zdm.sql.Statement statement, DriverCall<?> asItStands) throws SQLException {
		Caller caller = new Caller(this.target, this.dataSource, OpenConnections.siblings(this.target));
		this.passages.incrementAndGet();
		try {
			return this.guard.execute(caller, statement, asItStands);
		}
		finally {
			this.passages.decrementAndGet();
		}
	}

	/**
	 * A connection that is closed under the guard's hands cannot be given its settings
	 * back: it must not live on in the pool.
	 */
	private void abortWhatStillRuns() throws SQLException {
		if (this.passages.get() > 0) {
			this.target.abort(Runnable::run);
		}
	}

	private static boolean isThis(Object proxy, Object @Nullable [] args) {
		return args != null && (args[0] == GuardedConnection.class || ((Class<?>) args[0]).isInstance(proxy));
	}

	private static Object metaData(Connection connection, @Nullable Object target) {
		return Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(),
				new Class<?>[] { DatabaseMetaData.class }, (proxy, method, args) -> switch (method.getName()) {
					case "getConnection" -> connection;
					case "equals" -> args != null && proxy == args[0];
					default -> Targets.call(Objects.requireNonNull(target), method, args);
				});
	}

	private @Nullable Object prepared(Connection proxy, Class<? extends Statement> type, Method method,
			Object @Nullable [] args) throws Throwable {
		Object statement = call(method, args);
		String sql = (args != null) ? (String) args[0] : null;
		if (sql != null && (StatementParser.mayHoldDdl(sql) || (isMigration() && concernsMigrations(sql)))) {
			return guarded(proxy, type, statement, sql);
		}
		return (sql != null && sql.contains(TRANSACTION_LOCK))
				? settling(type, (Statement) Objects.requireNonNull(statement)) : statement;
	}

	private boolean concernsMigrations(String sql) {
		return asWritten(Script.split(sql).stream().map(StatementParser::parse).toList()).stream()
			.anyMatch(Guard::concernsMigrations);
	}

	/**
	 * Who asks for a lock again and again in a transaction, as Flyway does while another
	 * instance migrates, must hold no snapshot between: the other one's build would wait
	 * for it, and it for the other one's lock.
	 */
	private Object settling(Class<? extends Statement> type, Statement statement) {
		return Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, args) -> {
					Object result = Targets.call(statement, method, args);
					if (method.getName().equals("close")) {
						Transactions.settle(this.target);
					}
					return result;
				});
	}

	private Object guarded(Connection proxy, Class<? extends Statement> type, @Nullable Object statement,
			@Nullable String sql) {
		return GuardedStatement.of(type, (Statement) Objects.requireNonNull(statement), proxy, this, sql);
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		return Targets.call(this.target, method, args);
	}

}
