package dev.zdm.hostile;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.postgresql.PGConnection;

import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The connections of a process that can die: then their sockets are closed without a word
 * to the server, and whoever asks for anything more gets {@link Killed}.
 */
final class MortalDataSource extends AbstractDataSource {

	private static final Set<String> HARMLESS = Set.of("close", "isClosed", "abort", "unwrap", "isWrapperFor",
			"toString", "hashCode", "equals");

	private final DataSource target;

	/**
	 * With the process ids of their sessions, which a closed connection does not tell.
	 */
	private final Map<Connection, Integer> connections = new ConcurrentHashMap<>();

	private volatile Fate fate = Fate.NONE;

	private volatile boolean dead;

	MortalDataSource(DataSource target) {
		this.target = target;
	}

	void meets(Fate fate) {
		this.fate = fate;
	}

	/** Ends the process, in whatever it is doing. */
	void kill() {
		this.dead = true;
		for (Connection connection : this.connections.keySet()) {
			try {
				connection.abort(Runnable::run);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/** The process ids of the sessions that it has or had. */
	List<Integer> backends() {
		return List.copyOf(this.connections.values());
	}

	@Override
	public Connection getConnection() throws SQLException {
		requireAlive();
		Connection connection = this.target.getConnection();
		this.connections.put(connection, connection.unwrap(PGConnection.class).getBackendPID());
		return mortal(Connection.class, connection, connection, "");
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	private <T> T mortal(Class<T> type, Object object, Connection connection, String sql) {
		InvocationHandler handler = (proxy, method, arguments) -> call(object, method, arguments, connection, sql);
		return type
			.cast(Proxy.newProxyInstance(MortalDataSource.class.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private Object call(Object object, Method method, Object[] arguments, Connection connection, String sql)
			throws Throwable {
		if (HARMLESS.contains(method.getName())) {
			return invoke(object, method, arguments);
		}
		requireAlive();
		String sent = sent(object, method, arguments, sql);
		if (sent != null) {
			this.fate.before(backend(connection), sent);
			requireAlive();
		}
		Object result;
		try {
			result = invoke(object, method, arguments);
		}
		catch (SQLException ex) {
			requireAlive();
			throw ex;
		}
		requireAlive();
		if (sent != null) {
			this.fate.after(backend(connection), sent);
			requireAlive();
		}
		return (result instanceof Statement statement && object instanceof Connection)
				? mortal(type(statement), statement, connection, text(arguments)) : result;
	}

	private static Object invoke(Object object, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(object, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static String sent(Object object, Method method, Object[] arguments, String sql) {
		if (object instanceof Connection) {
			return Set.of("commit", "rollback").contains(method.getName()) ? method.getName() : null;
		}
		if (!method.getName().startsWith("execute")) {
			return null;
		}
		return (arguments != null && arguments[0] instanceof String text) ? text : sql;
	}

	private static String text(Object[] arguments) {
		return (arguments != null && arguments.length > 0 && arguments[0] instanceof String text) ? text : "";
	}

	private static Class<? extends Statement> type(Statement statement) {
		if (statement instanceof CallableStatement) {
			return CallableStatement.class;
		}
		return (statement instanceof PreparedStatement) ? PreparedStatement.class : Statement.class;
	}

	private int backend(Connection connection) {
		return this.connections.getOrDefault(connection, 0);
	}

	private void requireAlive() {
		if (this.dead) {
			throw new Killed();
		}
	}

}
