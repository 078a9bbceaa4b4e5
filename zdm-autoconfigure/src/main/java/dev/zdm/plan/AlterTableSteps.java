package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.QualifiedName;

/**
 * Makes the steps of an {@code ALTER TABLE}.
 */
final class AlterTableSteps {

	private final Relation table;

	private final String command;

	private final List<Relation> tree;

	/**
	 * Creates a maker of steps.
	 * @param tree the table, then the partitions or heirs that are altered with it
	 */
	AlterTableSteps(Relation table, boolean only, List<Relation> tree) {
		this.table = table;
		this.tree = tree;
		this.command = "ALTER TABLE " + (only ? "ONLY " : "") + table.name() + " ";
	}

	/** A step that needs a strong lock for an instant. */
	Step instant(String action, List<RelationLock> locks, Check done) {
		return new Step(this.command + action, StepTransaction.OWN, Patience.LADDER, locks, done, null);
	}

	/** A step that needs one strong lock, on the table itself, for an instant. */
	Step instant(String action, LockMode mode, Check done) {
		return instant(action, List.of(lock(this.table, mode)), done);
	}

	/** A step of several statements that share one strong lock for an instant. */
	Step instant(List<String> before, String action, List<String> after, List<RelationLock> locks, Check done) {
		List<String> statements = new ArrayList<>(before);
		statements.add(this.command + action);
		statements.addAll(after);
		return new Step(String.join("; ", statements), StepTransaction.OWN, Patience.LADDER, locks, done, null);
	}

	/** A step that gives a column its values batch by batch, while others go on. */
	Step fill(String column) {
		Fill fill = Fill.byDefault(this.table.name(), this.table.oid(), column);
		return new Step(fill.toSql(), StepTransaction.BATCHES, Patience.PATIENT, locks(LockMode.ROW_EXCLUSIVE),
				Check.noRow(fill), null, false, null, fill);
	}

	/** A step that reads every row while others go on. */
	Step validate(String constraint, List<RelationLock> locks, Check done) {
		return new Step(this.command + "VALIDATE CONSTRAINT " + QualifiedName.quoteIfNeeded(constraint),
				StepTransaction.OWN, Patience.PATIENT, locks, done, null);
	}

	/**
	 * Adds a constraint that holds for new rows, then proves it for the old ones unless
	 * they shall stay as they are.
	 */
	List<Step> constraint(AddConstraint add, String name, List<RelationLock> locks,
			List<RelationLock> validationLocks) {
		String action = "ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(name) + " " + add.definition()
				+ (add.notValid() ? "" : " NOT VALID");
		Step step = instant(action, locks, Check.constraint(this.table.oid(), name)).creating();
		return add.notValid() ? List.of(step)
				: List.of(step, validate(name, validationLocks, Check.validConstraint(this.table.oid(), name)));
	}

	/** Locks on the table and all that is altered with it. */
	List<RelationLock> locks(LockMode mode) {
		return this.tree.stream().map((each) -> lock(each, mode)).toList();
	}

	static RelationLock lock(Relation relation, LockMode mode) {
		return new RelationLock(relation.oid(), relation.name(), mode);
	}

}
