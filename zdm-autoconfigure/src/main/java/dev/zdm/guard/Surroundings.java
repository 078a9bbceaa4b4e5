package dev.zdm.guard;

import java.sql.Connection;
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

	/**
	 * Whether a name that the plan would create is taken: that is the server's to
	 * complain about, unless it is our own from a run that did not come to its end.
	 */
	boolean isNameTaken(Plan plan) throws SQLException {
		List<Step> creating = plan.steps().stream().filter(Step::creates).toList();
		return !this.unfinished && !creating.isEmpty() && PlanExecutor.isAnyDone(this.connection, creating);
	}

	/** Why a plan cannot be run beside the transaction, or null when it can. */
	@Nullable String obstacleTo(Plan plan) throws SQLException {
		if (this.state != TransactionState.OPEN) {
			return null;
		}
		return (this.connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED)
				? "this transaction keeps one snapshot until its end (REPEATABLE READ or SERIALIZABLE)."
				: lockHeld(plan);
	}

	private @Nullable String lockHeld(Plan plan) {
		for (Relation relation : this.facts.relations().values()) {
			Set<LockMode> held = (relation.table() != null) ? relation.table().locksHeld() : relation.locksHeld();
			boolean concerned = plan.locks()
				.stream()
				.anyMatch((lock) -> lock.oid() == relation.oid()
						|| (relation.table() != null && lock.oid() == relation.table().oid()));
			if (concerned && relation.isPrivate()) {
				return "this transaction created " + relation.name() + ", which nobody else can see yet.";
			}
			if (concerned && !held.isEmpty()) {
				return "this transaction holds " + held.stream().max(LockMode::compareTo).get().sqlName() + " on "
						+ relation.name() + ", for which the steps would wait for ever.";
			}
		}
		return null;
	}

}
