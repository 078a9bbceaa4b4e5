package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.zdm.execute.BlockerPolicy.Action;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in the way of one statement and since when. Who stays longer than the policy
 * allows is canceled or terminated, unless nobody may do that to them.
 */
final class Obstruction {

	private static final Logger logger = LoggerFactory.getLogger(Obstruction.class);

	private static final String NO_RIGHT = "42501";

	/** The same transaction is still there; else there is nothing to signal. */
	private static final String SIGNAL = """
			select %s(l.pid) from (select pid from pg_locks where pid = ? and virtualtransaction = ? and granted limit 1) l
			""";

	private static final String RIGHTS = """
			select quote_ident(current_user), coalesce((select rolsuper from pg_roles where rolname = ?), false),
			    current_setting('server_version_num')::int >= 180000
			""";

	private final BlockerPolicy policy;

	private final Map<String, Long> since = new HashMap<>();

	private final Map<String, Long> judged = new HashMap<>();

	Obstruction(BlockerPolicy policy) {
		this.policy = policy;
	}

	/** Takes note of who is in the way now. */
	void seen(List<Blocker> blockers) {
		Set<String> present = new HashSet<>();
		for (Blocker blocker : blockers) {
			present.add(key(blocker));
			this.since.putIfAbsent(key(blocker), System.nanoTime());
		}
		this.since.keySet().retainAll(present);
		this.judged.keySet().retainAll(present);
	}

	/**
	 * How long a transaction has been running: as the server says, or as long as it was
	 * seen if that is hidden from the role.
	 */
	Duration age(Blocker blocker) {
		Duration observed = sinceSeen(this.since, blocker);
		return (blocker.transactionAge().compareTo(observed) > 0) ? blocker.transactionAge() : observed;
	}

	/** Does to those who stay what the policy says. */
	void resolve(Connection connection, List<Blocker> blockers, LadderListener listener) throws SQLException {
		if (this.policy.action() == Action.REPORT) {
			return;
		}
		for (Blocker blocker : blockers) {
			Map<String, Long> start = this.judged.containsKey(key(blocker)) ? this.judged : this.since;
			if (sinceSeen(start, blocker).compareTo(this.policy.after()) >= 0) {
				this.judged.put(key(blocker), System.nanoTime());
				resolve(connection, blocker, listener);
			}
		}
	}

	private void resolve(Connection connection, Blocker blocker, LadderListener listener) throws SQLException {
		String reason = reasonToLeaveAlone(connection, blocker);
		if (reason != null) {
			logger.warn("Left alone in spite of zdm.lock.blockers, since {}: {}", reason, blocker);
			return;
		}
		boolean cancel = this.policy.action() == Action.CANCEL || blocker.kind() == Blocker.Kind.AUTOVACUUM;
		try {
			if (Transactions.with(connection, Map.of(), () -> signal(connection, cancel, blocker))) {
				logger.warn("{} who was in the way for {} s: {}", cancel ? "Canceled the query of" : "Terminated",
						sinceSeen(this.since, blocker).toMillis() / 1000.0, blocker);
				listener.removed(blocker, cancel ? Action.CANCEL : Action.TERMINATE);
			}
		}
		catch (SQLException ex) {
			if (!NO_RIGHT.equals(ex.getSQLState())) {
				throw ex;
			}
			logger.warn("May not {} {}. {}", cancel ? "cancel the query of" : "terminate", blocker,
					missing(connection, blocker));
		}
	}

	private @Nullable String reasonToLeaveAlone(Connection connection, Blocker blocker) throws SQLException {
		switch (blocker.kind()) {
			case ZDM:
				return "it is a migration or a backfill of zdm's";
			case WRAPAROUND:
				return "the database stops taking writes if this vacuum never ends";
			case WALSENDER:
				return "a replica or a subscriber depends on it";
			case PREPARED:
				return "no session has it; its owner has to say COMMIT PREPARED or ROLLBACK PREPARED";
			case SERVER:
				return "it is a process of the server's own";
			default:
		}
		if (OwnSessions.contain(blocker.pid())) {
			return "this migration itself has it open";
		}
		if (Pooler.isBetween(connection)) {
			return "a pooler between us and the server hides which sessions are the migration's own";
		}
		return (this.policy.action() == Action.CANCEL && blocker.state().startsWith("idle"))
				? "it is idle in its transaction, and a cancel ends queries only (zdm.lock.blockers: terminate)" : null;
	}

	private static boolean signal(Connection connection, boolean cancel, Blocker blocker) throws SQLException {
		String sql = SIGNAL.formatted(cancel ? "pg_cancel_backend" : "pg_terminate_backend");
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setInt(1, blocker.pid());
			statement.setString(2, blocker.transaction());
			try (ResultSet row = statement.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

	private static String missing(Connection connection, Blocker blocker) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(RIGHTS)) {
			statement.setString(1, blocker.user());
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				String role = row.getString(1);
				if (blocker.kind() == Blocker.Kind.AUTOVACUUM) {
					return row.getBoolean(3) ? "Let a superuser run: grant pg_signal_autovacuum_worker to " + role
							: "Only a superuser may, before PostgreSQL 18.";
				}
				return row.getBoolean(2) ? "Only a superuser may, as it is one."
						: "Let a superuser run: grant pg_signal_backend to " + role;
			}
		}
	}

	private static Duration sinceSeen(Map<String, Long> times, Blocker blocker) {
		Long time = times.get(key(blocker));
		return (time != null) ? Duration.ofNanos(System.nanoTime() - time) : Duration.ZERO;
	}

	private static String key(Blocker blocker) {
		return blocker.pid() + " " + blocker.transaction();
	}

}
