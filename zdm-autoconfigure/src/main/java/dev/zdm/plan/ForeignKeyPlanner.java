package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a table gets a foreign key while others go on using both ends.
 */
final class ForeignKeyPlanner {

	private final Relation table;

	private final Facts facts;

	private final ChosenNames names;

	ForeignKeyPlanner(Relation table, Facts facts, ChosenNames names) {
		this.table = table;
		this.facts = facts;
		this.names = names;
	}

	/** The steps; null when there is no way. */
	@Nullable List<Step> add(AddConstraint add, AlterTableSteps steps) {
		QualifiedName other = Objects.requireNonNull(add.referenced());
		Relation referenced = this.facts.relation(other).or(() -> this.facts.named(other)).orElse(null);
		boolean byPartition = this.table.isPartitioned() && this.facts.session().majorVersion() < 18;
		String name = (add.name() != null) ? add.name() : this.names.constraint(add.columns(), "fkey",
				isLike(add, referenced), byPartition ? this.facts.descendants(this.table) : List.of());
		return byPartition ? byPartition(add, name, referenced, steps)
				: steps.constraint(add, name,
						locks(this.table, LockMode.SHARE_ROW_EXCLUSIVE, LockMode.SHARE_ROW_EXCLUSIVE, referenced),
						locks(this.table, LockMode.SHARE_UPDATE_EXCLUSIVE, LockMode.ROW_SHARE, referenced));
	}

	private static Predicate<Relation.Constraint> isLike(AddConstraint add, @Nullable Relation referenced) {
		return (own) -> own.type() == 'f' && !own.incoming() && own.columns().equals(add.columns())
				&& own.other() != null && referenced != null && own.other().oid() == referenced.oid();
	}

	/**
	 * Up to 17 a partitioned table takes no key that is not valid, but adopts the valid
	 * ones of its partitions without reading a row. It takes ACCESS EXCLUSIVE on the
	 * other end then, to drop the triggers there that are one too many.
	 */
	private @Nullable List<Step> byPartition(AddConstraint add, String name, @Nullable Relation referenced,
			AlterTableSteps steps) {
		List<Step> planned = new ArrayList<>();
		for (Relation partition : this.facts.descendants(this.table)) {
			if (partition.kind() != 'p' && !addTo(partition, add, name, referenced, planned)) {
				return null;
			}
		}
		List<RelationLock> locks = locks(this.table, LockMode.SHARE_ROW_EXCLUSIVE, LockMode.ACCESS_EXCLUSIVE,
				referenced);
		planned.add(
				steps
					.instant("ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(name) + " " + add.definition(), locks,
							Check.constraint(this.table.oid(), name))
					.creating());
		return planned;
	}

	/**
	 * Of a key that the partition already has, under another name, it cannot be told
	 * whether the parent would adopt it.
	 */
	private boolean addTo(Relation partition, AddConstraint add, String name, @Nullable Relation referenced,
			List<Step> planned) {
		Predicate<Relation.Constraint> isLike = isLike(add, referenced);
		Relation.Constraint ofTheName = partition.constraint(name).orElse(null);
		String own = (ofTheName == null || isLike.test(ofTheName)) ? name
				: this.names.of(partition).constraint(add.columns(), "fkey", isLike);
		boolean adoptable = partition.constraints()
			.stream()
			.anyMatch((key) -> isLike.test(key) && !key.inherited() && !key.name().equals(own));
		if (add.notValid() || partition.kind() != 'r' || adoptable) {
			return false;
		}
		if (partition.constraint(own).filter((key) -> key.validated() && key.inherited()).isEmpty()) {
			planned.addAll(new AlterTableSteps(partition, false, List.of(partition)).constraint(add, own,
					locks(partition, LockMode.SHARE_ROW_EXCLUSIVE, LockMode.SHARE_ROW_EXCLUSIVE, referenced),
					locks(partition, LockMode.SHARE_UPDATE_EXCLUSIVE, LockMode.ROW_SHARE, referenced)));
		}
		return true;
	}

	private List<Relation> withPartitions(@Nullable Relation relation) {
		return (relation == null) ? List.of()
				: relation.isPartitioned() ? this.facts.tree(relation) : List.of(relation);
	}

	private List<RelationLock> locks(Relation own, LockMode mode, LockMode other, @Nullable Relation referenced) {
		List<Relation> altered = withPartitions(own);
		return Stream
			.concat(altered.stream().map((each) -> AlterTableSteps.lock(each, mode)),
					withPartitions(referenced).stream()
						.filter((each) -> !altered.contains(each))
						.map((each) -> AlterTableSteps.lock(each, other)))
			.toList();
	}

}
