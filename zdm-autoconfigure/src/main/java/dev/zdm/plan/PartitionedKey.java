package dev.zdm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.KeyIndex;
import dev.zdm.sql.QualifiedName;

/**
 * The index of a unique constraint or a primary key of a partitioned table. With each
 * index its table gets the constraint, and attaching the index attaches that too.
 *
 * @param add adds the constraint, with an index of its own
 */
record PartitionedKey(AddConstraint add) implements PartitionedIndex {

	private static final Pattern NULLS_NOT_DISTINCT = Pattern.compile("(?i)\\bnulls\\s+not\\s+distinct\\b");

	private boolean isPrimary() {
		return this.add.kind() == ConstraintKind.PRIMARY_KEY;
	}

	private KeyIndex own() {
		return Objects.requireNonNull(this.add.ownIndex());
	}

	@Override
	public String name(ChosenNames names) {
		return isPrimary() ? names.primaryKey(this.add.columns()) : names.unique(this.add.columns(), own().included());
	}

	@Override
	public boolean isAlike(Relation partition, Relation.Index index) {
		Set<String> all = new HashSet<>(this.add.columns());
		all.addAll(own().included());
		return index.backsConstraint() && index.unique() && index.columns().equals(this.add.columns())
				&& index.nullsNotDistinct() == NULLS_NOT_DISTINCT.matcher(own().definition()).find()
				&& all.equals(Set.copyOf(index.mentions()))
				&& partition.constraint(index.name())
					.filter((constraint) -> constraint.type() == (isPrimary() ? 'p' : 'u'))
					.isPresent();
	}

	@Override
	public Step withoutPartitions(Relation table, String name) {
		return new AlterTableSteps(table, true, List.of(table))
			.instant("ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(name) + " " + this.add.definition(),
					LockMode.ACCESS_EXCLUSIVE, Check.constraint(table.oid(), name))
			.creating();
	}

	@Override
	public List<Step> onPartition(Relation partition, String name) {
		return takenOver(partition, new AlterTableSteps(partition, false, List.of(partition)), name);
	}

	/** Builds the index, then lets the constraint take it over. */
	List<Step> takenOver(Relation table, AlterTableSteps steps, String name) {
		List<Step> planned = new ArrayList<>();
		planned.add(Planner.buildIndex(table, name, true, own().definition()));
		planned.add(steps.instant(
				("ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(name) + (isPrimary() ? " PRIMARY KEY" : " UNIQUE")
						+ " USING INDEX " + QualifiedName.quoteIfNeeded(name) + " " + own().attributes())
					.strip(),
				LockMode.ACCESS_EXCLUSIVE, Check.constraint(table.oid(), name))
			.creating());
		return planned;
	}

}
