package dev.zdm.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Objects;

import javax.sql.DataSource;

import dev.zdm.guard.Caller;
import dev.zdm.guard.Guard;
import dev.zdm.sql.StatementParser;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a connection's proxy: plain statements are proxied, prepared ones only
 * when their text holds DDL.
 */
final class GuardedConnection implements InvocationHandler {

	private final Connection target;

	private final DataSource dataSource;

	private final Guard guard;

	private volatile boolean closed;

	private GuardedConnection(Connection target, DataSource dataSource, Guard guard) {
		this.target = target;
		this.dataSource = dataSource;
		this.guard = guard;
	}

	static Connection of(Connection target, DataSource dataSource, Guard guard) {
		GuardedConnection handler = new GuardedConnection(target, dataSource, guard);
		OpenConnections.add(handler);
		return (Connection) Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, handler);
	}

	/**
	 * Whether a connection passes a guard already, as those of a routing
	 * {@code DataSource} may.
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
			case "close", "abort":
				this.closed = true;
				return call(method, args);
			case "unwrap":
				return (args != null && ((Class<?>) args[0]).isInstance(proxy)) ? proxy : call(method, args);
			case "isWrapperFor":
				return (args != null && ((Class<?>) args[0]).isInstance(proxy)) ? true : call(method, args);
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

	Guard guard() {
		return this.guard;
	}

	Caller caller() {
		return new Caller(this.target, this.dataSource, OpenConnections.siblings(this.target));
	}

	private @Nullable Object prepared(Connection proxy, Class<? extends Statement> type, Method method,
			Object @Nullable [] args) throws Throwable {
		Object statement = call(method, args);
		String sql = (args != null) ? (String) args[0] : null;
		return (sql != null && StatementParser.mayHoldDdl(sql)) ? guarded(proxy, type, statement, sql) : statement;
	}

	private Object guarded(Connection proxy, Class<? extends Statement> type, @Nullable Object statement,
			@Nullable String sql) {
		return GuardedStatement.of(type, (Statement) Objects.requireNonNull(statement), proxy, this, sql);
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		return Targets.call(this.target, method, args);
	}

}
