package dev.zdm.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.catalog.LockMode;

/**
 * Finds locks that a statement asks for and gives back before it ends, which
 * {@code pg_locks} no longer shows afterwards. They count: who asks for a lock waits, and
 * others wait behind. Whether it does is seen by holding a weaker lock elsewhere.
 */
final class BriefLocks {

	static final Map<LockMode, String> WEAKEST_IN_CONFLICT = Map.of(LockMode.ACCESS_EXCLUSIVE, "access share",
			LockMode.EXCLUSIVE, "row share", LockMode.SHARE_ROW_EXCLUSIVE, "row exclusive", LockMode.SHARE,
			"row exclusive", LockMode.SHARE_UPDATE_EXCLUSIVE, "share update exclusive");

	private final Connection connection;

	private final Connection other;

	/**
	 * Uses two connections that are in a transaction from their first statement on.
	 * @param connection where statements run
	 * @param other where locks are held meanwhile
	 */
	BriefLocks(Connection connection, Connection other) {
		this.connection = connection;
		this.other = other;
	}

	/**
	 * What was observed, and those of the foretold locks that were held for a while only.
	 */
	Effects complete(String sql, Effects foretold, Effects observed) throws SQLException {
		Map<String, LockMode> locks = new TreeMap<>(observed.locks());
		for (Map.Entry<String, LockMode> lock : foretold.locks().entrySet()) {
			if (!locks.containsKey(lock.getKey()) && asksFor(sql, lock.getKey(), lock.getValue())) {
				locks.put(lock.getKey(), lock.getValue());
			}
		}
		return new Effects(locks, observed.rewrites(), observed.scans(), observed.builds());
	}

	private boolean asksFor(String sql, String relation, LockMode mode) throws SQLException {
		String weaker = WEAKEST_IN_CONFLICT.get(mode);
		try (Statement holding = this.other.createStatement(); Statement running = this.connection.createStatement()) {
			if (weaker == null || !hold(holding, relation, weaker)) {
				return false;
			}
			running.execute("set local lock_timeout = '30ms'");
			running.execute(sql);
			return false;
		}
		catch (SQLException ex) {
			if ("55P03".equals(ex.getSQLState())) {
				return true;
			}
			throw ex;
		}
		finally {
			this.connection.rollback();
			this.other.rollback();
		}
	}

	/** Not every relation can be locked by name. */
	private static boolean hold(Statement statement, String relation, String mode) {
		try {
			statement.execute("lock table only " + relation + " in " + mode + " mode");
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
