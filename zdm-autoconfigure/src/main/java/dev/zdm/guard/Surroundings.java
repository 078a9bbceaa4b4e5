package dev.zdm.guard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.catalog.TransactionState;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Step;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What a statement finds where it was sent: the transaction around it, which a plan
 * cannot always be run beside, and the names that are taken.
 */
final class Surroundings {

	private final Connection connection;

	private final Facts facts;

	private final TransactionState state;

	private final boolean unfinished;

	Surroundings(Connection connection, Facts facts, TransactionState state, boolean unfinished) {
		this.connection = connection;
		this.facts = facts;
		this.state = state;
		this.unfinished = unfinished;
	}

	/** Whether the statement was begun before as a plan and did not come to its end. */
	boolean goesOn() {
		return this.unfinished;
	}

	/**
	 * Whether a name that the plan would create is taken: that is the server's to
	 * complain about, unless it is our own from a run that did not come to its end.
	 */
	boolean isNameTaken(Plan plan) throws SQLException {
		List<Step> creating = plan.steps().stream().filter(Step::creates).toList();
		return !this.unfinished && !creating.isEmpty() && PlanExecutor.isAnyDone(this.connection, creating);
	}

	/**
	 * Why the plan of a statement cannot be run beside the transaction, or null when it
	 * can. What fills or empties has to see, and to share the fate of, what the
	 * transaction did before.
	 */
	@Nullable String obstacleTo(Statement statement, Plan plan) throws SQLException {
		if (this.state != TransactionState.OPEN) {
			return null;
		}
		if (statement instanceof ObjectCommand command && sharesFate(command)) {
			return "this transaction is open, and what it does and " + statement.kind() + " belong together.";
		}
		return (this.connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED)
				? "this transaction keeps one snapshot until its end (REPEATABLE READ or SERIALIZABLE)."
				: lockHeld(plan);
	}

	private boolean sharesFate(ObjectCommand command) throws SQLException {
		return switch (command.verb()) {
			case DROP, TRUNCATE -> true;
			case REFRESH -> hasWritten();
			default -> false;
		};
	}

	private boolean hasWritten() throws SQLException {
		try (java.sql.Statement question = this.connection.createStatement();
				ResultSet row = question.executeQuery("select pg_current_xact_id_if_assigned() is not null")) {
			row.next();
			return row.getBoolean(1);
		}
	}

	private @Nullable String lockHeld(Plan plan) {
		for (Step step : plan.steps()) {
			for (RelationLock lock : step.awaited()) {
				String obstacle = lockHeld(lock.mode(), lock.oid());
				if (obstacle != null) {
					return obstacle;
				}
			}
		}
		return null;
	}

	private @Nullable String lockHeld(LockMode wanted, long oid) {
		for (Relation relation : this.facts.relations().values()) {
			Relation.Table table = relation.table();
			boolean concerned = oid == relation.oid() || (table != null && oid == table.oid());
			if (concerned && relation.isPrivate()) {
				return "this transaction created " + relation.name() + ", which nobody else can see yet.";
			}
			Set<LockMode> held = (table != null) ? table.locksHeld() : relation.locksHeld();
			LockMode strongest = held.stream().max(LockMode::compareTo).orElse(null);
			if (concerned && strongest != null && held.stream().anyMatch(wanted::conflictsWith)) {
				return "this transaction holds " + strongest.sqlName() + " on " + relation.name()
						+ ", for which the steps would wait for ever.";
			}
		}
		return null;
	}

}
