package dev.zdm.plan;

import java.util.List;

import dev.zdm.catalog.Relation;

/**
 * An index that a partitioned table gets, together with all its partitions.
 */
interface PartitionedIndex {

	/** The name that PostgreSQL would choose for the index of a table. */
	String name(ChosenNames names);

	/** Whether PostgreSQL would take an index of a partition for its part of this. */
	boolean isAlike(Relation partition, Relation.Index index);

	/** Makes the index of a partitioned table, invalid as long as a part is missing. */
	Step withoutPartitions(Relation table, String name);

	/** Makes the index of a partition that has rows. */
	List<Step> onPartition(Relation partition, String name);

}
