package dev.zdm.plan;

import java.util.List;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.CreateIndex;

/**
 * What a {@code CREATE INDEX} makes of a partitioned table.
 *
 * @param create the statement
 * @param known what an empty twin showed of it
 */
record PlainPartitionedIndex(CreateIndex create, Facts.NewIndex known) implements PartitionedIndex {

	@Override
	public String name(ChosenNames names) {
		return names.index(this.known.columns());
	}

	@Override
	public boolean isAlike(Relation partition, Relation.Index index) {
		return this.known.alike().contains(index.oid());
	}

	@Override
	public Step withoutPartitions(Relation table, String name) {
		String sql = "CREATE " + (this.create.unique() ? "UNIQUE " : "") + "INDEX " + QualifiedName.quoteIfNeeded(name)
				+ " ON ONLY " + table.name() + " " + this.create.definition();
		return new Step(sql, StepTransaction.OWN, Patience.LADDER,
				List.of(new RelationLock(table.oid(), table.name(), LockMode.SHARE)), Check.index(table.oid(), name),
				null)
			.creating();
	}

	@Override
	public List<Step> onPartition(Relation partition, String name) {
		return List.of(Planner.buildIndex(partition, name, this.create.unique(), this.create.definition()));
	}

}
