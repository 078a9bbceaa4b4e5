package dev.zdm.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillOutlook;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.catalog.TransactionState;
import dev.zdm.execute.Transactions;
import dev.zdm.guard.RequirementSettings.Unfinished;
import dev.zdm.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the backfills are done which a statement requires, before it is judged:
 * lets it pass, does what little is left, waits, or refuses.
 */
final class Requirements {

	private static final Logger logger = LoggerFactory.getLogger(Requirements.class);

	private final Supplier<BackfillDesk> desks;

	Requirements(Supplier<BackfillDesk> desks) {
		this.desks = desks;
	}

	/**
	 * Returns when all that a statement requires is done.
	 * @param log is told of each backfill
	 * @throws StatementRefusedException if something is not, or is said wrongly
	 * @throws SQLException if a backfill that was to be done at once fails
	 */
	void meet(Caller caller, Statement statement, RequirementLog log) throws SQLException {
		StatementRefusedException misspelt = Requirement.misspelt(statement);
		if (misspelt != null) {
			throw misspelt;
		}
		for (Requirement requirement : Requirement.of(statement)) {
			boolean inTransaction = TransactionState.of(caller.connection()) == TransactionState.OPEN;
			log.about(requirement.backfill(), caller.backend(), inTransaction, () -> {
				meet(caller, statement, requirement, new HashSet<>(), log);
				return true;
			});
		}
	}

	/**
	 * What it comes after is seen to first: nobody else may be there who would.
	 */
	private void meet(Caller caller, Statement statement, Requirement requirement, Set<String> seen, RequirementLog log)
			throws SQLException {
		BackfillDesk desk = this.desks.get();
		ForegroundBackfill foreground = desk.foreground();
		Backfill backfill = find(statement, requirement.backfill(), desk.declared(), foreground).orElse(null);
		if (backfill == null || !seen.add(backfill.name())) {
			return;
		}
		List<String> missing = MigrationSource.isMigration() ? foreground.missingMigrations(backfill) : List.of();
		if (!missing.isEmpty()) {
			throw Refusals.waitsForMigration(statement, backfill, missing.get(0), MigrationSource.current());
		}
		RequirementSettings settings = desk.requirements();
		boolean held = isHeld(caller, backfill.table());
		BackfillOutlook outlook = foreground.outlook(backfill, held ? 0 : settings.runRows() + 1);
		if (outlook.isGood()) {
			return;
		}
		BackfillState state = outlook.state().orElse(BackfillState.WAITING);
		boolean stopped = state == BackfillState.PAUSED || state == BackfillState.CANCELLED;
		boolean few = outlook.rows() != null && outlook.rows() <= settings.runRows();
		boolean wait = requirement.orWait() || settings.unfinished() == Unfinished.WAIT;
		if (stopped || !(few || wait || held)) {
			throw Refusals.unfinished(statement, backfill, outlook, settings);
		}
		if (held) {
			throw Refusals.requiredInTransaction(statement, backfill);
		}
		for (String name : backfill.predecessors()) {
			meet(caller, statement, new Requirement(name, requirement.orWait()), seen, log);
		}
		run(caller, few ? backfill.atAnyTime() : backfill, foreground, log);
	}

	/**
	 * The definition.
	 * @return empty when there is none any more and the backfill was done long ago
	 */
	private static Optional<Backfill> find(Statement statement, String name, List<Backfill> declared,
			ForegroundBackfill foreground) throws SQLException {
		Optional<Backfill> found = declared.stream().filter((backfill) -> backfill.name().equals(name)).findFirst();
		if (found.isEmpty() && !foreground.wasDone(name)) {
			throw Refusals.unknownBackfill(statement, name, declared.stream().map(Backfill::name).toList());
		}
		return found;
	}

	private static void run(Caller caller, Backfill backfill, ForegroundBackfill foreground, RequirementLog log)
			throws SQLException {
		for (Connection connection : caller.siblings()) {
			Transactions.settle(connection);
		}
		Transactions.settle(caller.connection());
		logger.info("A migration waits for backfill {}", backfill.name());
		try {
			log.progressed(foreground.runAgain(backfill, new Vigil(log)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLException("Interrupted while waiting for backfill " + backfill.name()
					+ "; what it did stays, and the next run of the migration goes on there", "57014", ex);
		}
	}

	/**
	 * Whether a backfill and the caller, who holds its rows, would wait for each other.
	 */
	private static boolean isHeld(Caller caller, String table) throws SQLException {
		List<Connection> connections = new ArrayList<>(caller.siblings());
		connections.add(caller.connection());
		for (Connection connection : connections) {
			if (TransactionState.of(connection) == TransactionState.OPEN && holds(connection, table)) {
				return true;
			}
		}
		return false;
	}

	private static boolean holds(Connection connection, String table) throws SQLException {
		try (PreparedStatement held = connection.prepareStatement("""
				select exists (select from pg_locks l
				 where l.pid = pg_backend_pid() and l.locktype = 'relation'
				   and l.relation in (select relid from pg_partition_tree(to_regclass(?)) union select to_regclass(?))
				   and l.mode in ('RowExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
				                  'AccessExclusiveLock'))
				""")) {
			held.setString(1, table);
			held.setString(2, table);
			try (ResultSet row = held.executeQuery()) {
				return row.next() && row.getBoolean(1);
			}
		}
	}

}
