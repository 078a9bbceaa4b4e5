package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import dev.zdm.execute.Transactions.Work;
import org.postgresql.PGConnection;

/**
 * The connections that belong to the work of the current thread, so that none of them is
 * ended because it is in the way.
 */
public final class OwnSessions {

	private static final ThreadLocal<Set<Integer>> PIDS = ThreadLocal.withInitial(Set::of);

	private OwnSessions() {
	}

	/**
	 * Does some work to which connections belong.
	 * @param <T> what comes of the work
	 * @param connections the connections; closed ones are passed over
	 * @param work what to do, in the current thread
	 * @return what comes of the work
	 * @throws SQLException if the work fails
	 */
	public static <T> T during(Collection<Connection> connections, Work<T> work) throws SQLException {
		Set<Integer> pids = new HashSet<>(PIDS.get());
		for (Connection connection : connections) {
			if (!connection.isClosed() && connection.isWrapperFor(PGConnection.class)) {
				pids.add(pidOf(connection));
			}
		}
		return with(pids, work);
	}

	/** Those of the current thread, for another one that works for it. */
	static Set<Integer> ofThisThread() {
		return Set.copyOf(PIDS.get());
	}

	static <T> T with(Set<Integer> pids, Work<T> work) throws SQLException {
		Set<Integer> outer = PIDS.get();
		PIDS.set(pids);
		try {
			return work.run();
		}
		finally {
			if (outer.isEmpty()) {
				PIDS.remove();
			}
			else {
				PIDS.set(outer);
			}
		}
	}

	/**
	 * The process id that the driver was told when it connected.
	 * @param connection a connection of PostgreSQL's driver
	 * @return the backend's; behind a pooler in transaction mode a number of the pooler's
	 * @throws SQLException if the connection is closed
	 */
	public static int pidOf(Connection connection) throws SQLException {
		return connection.unwrap(PGConnection.class).getBackendPID();
	}

	/** Whether a backend serves one of the current thread's connections. */
	static boolean contain(int pid) {
		return PIDS.get().contains(pid);
	}

}
