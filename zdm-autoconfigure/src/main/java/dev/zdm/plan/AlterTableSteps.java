package dev.zdm.plan;

import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;

/**
 * Makes the steps of an {@code ALTER TABLE}.
 */
final class AlterTableSteps {

	private final Relation table;

	private final String command;

	AlterTableSteps(Relation table, boolean only) {
		this.table = table;
		this.command = "ALTER TABLE " + (only ? "ONLY " : "") + table.name() + " ";
	}

	/** A step that needs a strong lock for an instant. */
	Step instant(String action, List<RelationLock> locks, Check done) {
		return new Step(this.command + action, StepTransaction.OWN, Patience.LADDER, locks, done, null);
	}

	/** A step that needs one strong lock, on the table itself, for an instant. */
	Step instant(String action, LockMode mode, Check done) {
		return instant(action, List.of(lock(mode)), done);
	}

	/** A step that reads every row while others go on. */
	Step validate(String constraint, List<RelationLock> locks, Check done) {
		return new Step(this.command + "VALIDATE CONSTRAINT " + QualifiedName.quoteIfNeeded(constraint),
				StepTransaction.OWN, Patience.PATIENT, locks, done, null);
	}

	RelationLock lock(LockMode mode) {
		return new RelationLock(this.table.oid(), this.table.name(), mode);
	}

}
