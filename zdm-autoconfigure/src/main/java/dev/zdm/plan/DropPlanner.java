package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.ColumnDrop;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a table loses a column or a constraint: what locks another table goes by
 * itself, indexes go concurrently.
 */
final class DropPlanner {

	private final Relation table;

	private final Facts facts;

	private final AlterTableSteps steps;

	private final InstantActions instants;

	/** The constraints that the statement drops and adds again. */
	private final Set<String> replaced;

	private final List<AlterAction> actions;

	DropPlanner(List<AlterAction> actions, Relation table, Facts facts, AlterTableSteps steps,
			InstantActions instants) {
		this.actions = actions;
		this.table = table;
		this.facts = facts;
		this.steps = steps;
		this.instants = instants;
		Set<String> dropped = dropped().stream().map(DropConstraint::name).collect(Collectors.toSet());
		this.replaced = added().stream()
			.map((add) -> String.valueOf(add.name()))
			.filter(dropped::contains)
			.collect(Collectors.toSet());
	}

	private List<DropConstraint> dropped() {
		return this.actions.stream().filter(DropConstraint.class::isInstance).map(DropConstraint.class::cast).toList();
	}

	private List<AddConstraint> added() {
		return this.actions.stream().filter(AddConstraint.class::isInstance).map(AddConstraint.class::cast).toList();
	}

	/**
	 * Whether what is dropped can be dropped by itself: no name is free for others then,
	 * and no second key is there meanwhile.
	 */
	boolean isPossible() {
		return dropped().isEmpty() || (dropped().stream().noneMatch(DropConstraint::cascade)
				&& added().stream().allMatch((add) -> add.name() != null && !(isReplaced(add) && isKey(add)))
				&& dropped().stream().allMatch(this::isFree));
	}

	private static boolean isKey(AddConstraint add) {
		return add.kind() != ConstraintKind.CHECK && add.kind() != ConstraintKind.FOREIGN_KEY;
	}

	private boolean isFree(DropConstraint drop) {
		boolean primary = this.table.constraint(drop.name()).filter((key) -> key.type() == 'p').isPresent();
		return this.table.constraints().stream().noneMatch((key) -> key.incoming() && drop.name().equals(key.index()))
				&& !(primary && added().stream().anyMatch((add) -> add.kind() == ConstraintKind.PRIMARY_KEY));
	}

	/** What goes before a column. */
	List<Step> before(DropColumn drop) {
		ColumnDrop goes = ColumnDrop.of(drop, this.table, this.facts);
		List<Step> planned = new ArrayList<>();
		for (Relation.Constraint key : goes.foreignKeys()) {
			boolean named = dropped().stream().anyMatch((other) -> other.name().equals(key.name()));
			if (!named) {
				planned.add(this.instants
					.alone(new DropConstraint("DROP CONSTRAINT IF EXISTS " + QualifiedName.quoteIfNeeded(key.name()),
							key.name(), true, false)));
			}
		}
		this.instants.released(goes.foreignKeys());
		goes.indexes().forEach((index) -> planned.add(dropIndex(index)));
		return planned;
	}

	private Step dropIndex(Relation.Index index) {
		QualifiedName name = this.table.name().sibling(index.name());
		return new Step("DROP INDEX CONCURRENTLY IF EXISTS " + name, StepTransaction.NONE, Patience.PATIENT,
				List.of(AlterTableSteps.lock(this.table, LockMode.SHARE_UPDATE_EXCLUSIVE),
						new RelationLock(index.oid(), name, LockMode.SHARE_UPDATE_EXCLUSIVE)),
				Check.noRelation(name.quoted()), null);
	}

	/** A foreign key goes by itself, and so does what may have gone already. */
	List<Step> constraint(DropConstraint drop) {
		boolean alone = this.table.constraint(drop.name()).map((key) -> key.type() == 'f').orElse(true);
		return alone ? List.of(this.instants.alone(drop)) : List.of();
	}

	boolean isReplaced(AlterAction action) {
		return (action instanceof DropConstraint drop && this.replaced.contains(drop.name()))
				|| (action instanceof AddConstraint add && add.name() != null && this.replaced.contains(add.name()));
	}

	/**
	 * Puts a constraint into the place of one of the same name, for new rows first. The
	 * catalog cannot tell the two from each other, so that it is done again if need be.
	 */
	@Nullable List<Step> replace(AddConstraint add) {
		boolean byPartition = add.kind() == ConstraintKind.FOREIGN_KEY && this.table.isPartitioned()
				&& this.facts.session().majorVersion() < 18;
		if (byPartition) {
			return null;
		}
		String name = QualifiedName.quoteIfNeeded(String.valueOf(add.name()));
		AlterAction drop = dropped().stream()
			.filter((dropped) -> dropped.name().equals(add.name()))
			.findFirst()
			.map((dropped) -> new DropConstraint("DROP CONSTRAINT " + (dropped.ifExists() ? "IF EXISTS " : "") + name,
					dropped.name(), dropped.ifExists(), false))
			.orElseThrow();
		List<AlterAction> both = List.of(drop, add);
		List<Step> planned = new ArrayList<>();
		planned.add(this.steps.instant(drop.text() + ", ADD CONSTRAINT " + name + " " + add.definition()
				+ (add.notValid() ? "" : " NOT VALID"), this.instants.locks(both), Check.NEVER));
		if (!add.notValid()) {
			planned.add(this.steps.validate(String.valueOf(add.name()), validationLocks(add),
					Check.validConstraint(this.table.oid(), String.valueOf(add.name()))));
		}
		return planned;
	}

	private List<RelationLock> validationLocks(AddConstraint add) {
		List<RelationLock> locks = new ArrayList<>(this.steps.locks(LockMode.SHARE_UPDATE_EXCLUSIVE));
		add.references()
			.stream()
			.flatMap((name) -> this.facts.relation(name).stream())
			.filter((other) -> other.oid() != this.table.oid())
			.forEach((other) -> locks.add(AlterTableSteps.lock(other, LockMode.ROW_SHARE)));
		return locks;
	}

}
