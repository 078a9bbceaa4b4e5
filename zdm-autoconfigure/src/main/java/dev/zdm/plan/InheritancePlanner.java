package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.NewPartition;
import dev.zdm.catalog.NewPartition.Inherited;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Script;
import dev.zdm.sql.StatementParser;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateIndex;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a table gets the indexes and foreign keys that it must have as a partition,
 * by the names that PostgreSQL would give them, before it is one.
 */
final class InheritancePlanner {

	private final Relation partition;

	private final NewPartition made;

	private final Facts facts;

	private final ChosenNames names;

	InheritancePlanner(Relation partition, NewPartition made, Facts facts) {
		this.partition = partition;
		this.made = made;
		this.facts = facts;
		this.names = new ChosenNames(partition, facts);
	}

	/**
	 * The steps; null when something has no safe form. That a name is taken is no reason
	 * to stop: what has it was found unfit, and another one was chosen.
	 */
	@Nullable List<Step> steps() {
		List<Step> planned = new ArrayList<>();
		for (Inherited index : this.made.indexes()) {
			List<Step> steps = index.present() ? List.of() : index.elsewhere() ? null : index(index);
			if (steps == null || (steps.isEmpty() && !index.present())) {
				return null;
			}
			planned.addAll(steps);
		}
		for (Inherited key : this.made.keys()) {
			List<Step> steps = key.present() ? List.of() : foreignKey(key);
			if (steps == null) {
				return null;
			}
			planned.addAll(steps);
		}
		return planned.stream().map(Step::notCreating).toList();
	}

	private @Nullable List<Step> index(Inherited index) {
		if (index.constraint()) {
			return key(index);
		}
		CreateIndex create = (CreateIndex) StatementParser.parse(Script.split(index.definition()).get(0));
		String name = this.names.index(index.columns());
		return this.partition.isPartitioned()
				? new PartitionedIndexPlanner(this.facts,
						new PlainPartitionedIndex(create, new Facts.NewIndex(index.columns(), index.alike())))
					.steps(this.partition, this.names, name)
				: List.of(Planner.buildIndex(this.partition, name, create.unique(), create.definition()));
	}

	private @Nullable List<Step> key(Inherited index) {
		AddConstraint add = constraint(index.name(), index.definition());
		boolean primary = add.kind() == ConstraintKind.PRIMARY_KEY;
		if (add.ownIndex() == null || (!primary && add.kind() != ConstraintKind.UNIQUE)
				|| (primary && this.partition.isPartitioned() && this.facts.session().majorVersion() >= 18)) {
			return null;
		}
		PartitionedKey key = new PartitionedKey(add);
		String name = key.name(this.names);
		return this.partition.isPartitioned()
				? new PartitionedIndexPlanner(this.facts, key).steps(this.partition, this.names, name)
				: key.onPartition(this.partition, name);
	}

	private @Nullable List<Step> foreignKey(Inherited key) {
		AddConstraint add = constraint(key.name(), key.definition());
		Relation.Constraint ofTheName = this.partition.constraint(key.name()).orElse(null);
		Predicate<Relation.Constraint> isLike = (own) -> own.type() == 'f' && own.columns().equals(add.columns());
		String name = (ofTheName == null || isLike.test(ofTheName)) ? key.name()
				: this.names.constraint(add.columns(), "fkey", isLike);
		return new ForeignKeyPlanner(this.partition, this.facts, this.names).add(constraint(name, key.definition()),
				new AlterTableSteps(this.partition, false, this.facts.tree(this.partition)));
	}

	private AddConstraint constraint(String name, String definition) {
		String sql = "ALTER TABLE " + this.partition.name() + " ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(name)
				+ " " + definition;
		AlterTable alter = (AlterTable) StatementParser.parse(Script.split(sql).get(0));
		return (AddConstraint) alter.actions().get(0);
	}

}
