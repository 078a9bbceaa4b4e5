package dev.zdm.rule;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.Change;

/**
 * The locks of the actions of an {@code ALTER TABLE} that are about partitions, and about
 * the triggers that partitions share.
 */
final class PartitionLocks {

	private final TableLocks reach;

	PartitionLocks(TableLocks reach) {
		this.reach = reach;
	}

	/** Partitions have the triggers of their parent that fire for each row. */
	void triggers(Change change) {
		boolean keys = "ALL".equals(change.argument())
				&& this.reach.table().constraints().stream().anyMatch((constraint) -> constraint.type() == 'f');
		boolean reached = keys || this.reach.table()
			.triggers()
			.stream()
			.anyMatch((trigger) -> change.name() == null || trigger.name().equals(change.name()));
		if (reached) {
			this.reach.partitions();
		}
	}

	void attach(Change change) {
		change.references()
			.stream()
			.flatMap((name) -> this.reach.facts().relation(name).stream())
			.forEach((partition) -> this.reach.locks().addTree(partition, LockMode.ACCESS_EXCLUSIVE));
		this.reach.locks().addDefaultPartition(this.reach.table(), LockMode.ACCESS_EXCLUSIVE);
		this.reach.locks().addKeysOfPartition(this.reach.table());
	}

	/**
	 * The partition gets its own foreign keys; those who refer to the parent must not
	 * refer to the partition's rows.
	 */
	void detach(Change change) {
		change.references()
			.stream()
			.flatMap((name) -> this.reach.facts().relation(name).stream())
			.forEach((partition) -> this.reach.locks().addTree(partition, LockMode.ACCESS_EXCLUSIVE));
		if (this.reach.mode() == LockMode.ACCESS_EXCLUSIVE) {
			this.reach.locks().addDefaultPartition(this.reach.table(), LockMode.ACCESS_EXCLUSIVE);
		}
		this.reach.table()
			.constraints()
			.stream()
			.filter((constraint) -> constraint.other() != null && !(constraint.incoming() && constraint.inherited()))
			.forEach(this::detachKey);
	}

	private void detachKey(Relation.Constraint key) {
		Relation.Other other = key.other();
		if (other != null && key.incoming()) {
			this.reach.locks().add(other.oid(), other.name(), LockMode.ACCESS_EXCLUSIVE);
		}
		else {
			this.reach.locks().addOtherEnd(key, LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

}
