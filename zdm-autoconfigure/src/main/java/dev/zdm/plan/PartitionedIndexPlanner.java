package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Plans an index of a partitioned table from the top down: it is made without its
 * partitions, which makes it invalid, then on each partition without blocking anybody,
 * then attached, and valid with the last of them. A partition's own index that PostgreSQL
 * would adopt is attached as it is.
 * <p>
 * Where names of partitions are so long that what distinguishes them is cut off,
 * PostgreSQL counts them in the order of their bounds, and this in the order in which the
 * partitions were made.
 */
final class PartitionedIndexPlanner {

	private final Facts facts;

	private final PartitionedIndex made;

	private final List<Step> steps = new ArrayList<>();

	PartitionedIndexPlanner(Facts facts, PartitionedIndex made) {
		this.facts = facts;
		this.made = made;
	}

	/**
	 * The steps; none when a partition is of a kind that the index could never be
	 * attached for.
	 * @param names chooses the names for the table
	 * @param name the name of the table's own index
	 */
	List<Step> steps(Relation table, ChosenNames names, String name) {
		if (this.facts.descendants(table).stream().anyMatch((each) -> each.kind() != 'r' && each.kind() != 'p')) {
			return List.of();
		}
		this.steps.add(this.made.withoutPartitions(table, name));
		grow(table, names, name);
		return provingTheWhole(table, name);
	}

	private void grow(Relation parent, ChosenNames names, String name) {
		long index = parent.index(name).map(Relation.Index::oid).orElse(0L);
		for (Relation partition : children(parent)) {
			Optional<Relation.Index> attached = partition.indexes()
				.stream()
				.filter((own) -> index != 0 && own.parent() == index)
				.findFirst();
			Relation.Index own = attached.orElseGet(() -> alike(partition));
			String ownName = (own != null) ? own.name() : this.made.name(names.of(partition));
			if (partition.isPartitioned()) {
				if (own == null) {
					this.steps.add(this.made.withoutPartitions(partition, ownName));
				}
				if (own == null || !own.valid()) {
					grow(partition, names, ownName);
				}
			}
			else if (own == null) {
				this.steps.addAll(this.made.onPartition(partition, ownName));
			}
			if (attached.isEmpty()) {
				this.steps.add(attach(parent, name, partition, ownName, own));
			}
		}
	}

	private List<Relation> children(Relation parent) {
		return parent.lineage().children().stream().flatMap((oid) -> this.facts.relation(oid).stream()).toList();
	}

	/** An index of a leaf that was left invalid is built anew. */
	private Relation.@Nullable Index alike(Relation partition) {
		return partition.indexes()
			.stream()
			.filter((own) -> own.parent() == 0 && (own.valid() || partition.isPartitioned())
					&& this.made.isAlike(partition, own))
			.findFirst()
			.orElse(null);
	}

	private static Step attach(Relation parent, String name, Relation partition, String ownName,
			Relation.@Nullable Index own) {
		QualifiedName index = parent.name().sibling(name);
		QualifiedName part = partition.name().sibling(ownName);
		return new Step("ALTER INDEX " + index + " ATTACH PARTITION " + part, StepTransaction.OWN, Patience.LADDER,
				List.of(new RelationLock(parent.index(name).map(Relation.Index::oid).orElse(0L), index,
						LockMode.SHARE_UPDATE_EXCLUSIVE),
						new RelationLock((own != null) ? own.oid() : 0, part, LockMode.ACCESS_EXCLUSIVE)),
				Check.attachedIndex(partition.oid(), ownName, parent.oid(), name), null);
	}

	/** A partition that somebody added meanwhile would leave the whole invalid. */
	private List<Step> provingTheWhole(Relation table, String name) {
		int last = this.steps.size() - 1;
		Step step = this.steps.get(last);
		if (last > 0) {
			this.steps.set(last, new Step(step.sql(), step.transaction(), step.patience(), step.locks(),
					Check.all(List.of(step.done(), Check.validIndex(table.oid(), name))), step.leftover()));
		}
		return List.copyOf(this.steps);
	}

}
