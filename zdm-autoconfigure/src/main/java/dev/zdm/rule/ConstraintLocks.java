package dev.zdm.rule;

import java.util.List;
import java.util.Locale;

import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.Option;

/**
 * The locks of the actions of an {@code ALTER TABLE} that are about constraints.
 */
final class ConstraintLocks {

	private final TableLocks reach;

	ConstraintLocks(TableLocks reach) {
		this.reach = reach;
	}

	void add(AddConstraint add) {
		switch (add.kind()) {
			case FOREIGN_KEY -> {
				if (this.reach.table().isPartitioned() || !this.reach.isBefore(18)) {
					this.reach.tree();
				}
				add.references()
					.forEach((name) -> this.reach.locks().addWithPartitions(name, LockMode.SHARE_ROW_EXCLUSIVE));
			}
			case CHECK, NOT_NULL -> {
				if (!add.noInherit() || !this.reach.isBefore(18)) {
					this.reach.tree();
				}
			}
			case UNIQUE, PRIMARY_KEY, EXCLUDE -> key(add);
		}
	}

	/**
	 * Before PostgreSQL 18 the partitions are locked for their index only, and for the
	 * trigger of a constraint that can be deferred.
	 */
	private void key(AddConstraint add) {
		boolean refusesMore = add.kind() == ConstraintKind.PRIMARY_KEY
				&& NotNull.keyColumns(add, this.reach.table()).stream().anyMatch((column) -> !refusesNull(column));
		boolean heirs = add.kind() == ConstraintKind.PRIMARY_KEY && !this.reach.table().isPartitioned();
		if (!this.reach.isBefore(18) || refusesMore || heirs) {
			this.reach.tree();
		}
		else if (this.reach.table().isPartitioned() && !this.reach.alter().only()) {
			LockMode onPartitions = (add.ownIndex() != null && add.ownIndex().attributes().contains("deferrable"))
					? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.SHARE;
			this.reach.facts()
				.descendants(this.reach.table())
				.forEach((partition) -> this.reach.locks().add(partition, onPartitions));
		}
	}

	void validate(Relation.Constraint constraint) {
		if (constraint.type() == 'f') {
			this.reach.partitions();
			Relation.Other other = constraint.other();
			if (other != null) {
				this.reach.locks().add(other.oid(), other.name(), LockMode.ROW_SHARE);
			}
		}
		else if (!constraint.noInherit()) {
			this.reach.tree();
		}
	}

	/**
	 * From PostgreSQL 18 on NOT NULL is a constraint that children may have from here.
	 */
	void dropNotNull(String column) {
		if (this.reach.isBefore(18)) {
			this.reach.tree();
			return;
		}
		this.reach.table()
			.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'n' && constraint.columns().equals(List.of(column)))
			.findFirst()
			.ifPresent(this::descend);
	}

	/** From PostgreSQL 18 on a foreign key can be enforced, or not, from now on. */
	void alter(Change change, Relation.Constraint constraint) {
		this.reach.partitions();
		if (constraint.type() == 'f' && constraint.enforced() && change.options().contains(Option.NOT_ENFORCED)) {
			this.reach.locks().addOtherEnd(constraint, LockMode.ACCESS_EXCLUSIVE);
		}
		else if (constraint.type() == 'f' && !constraint.enforced() && enforces(change)) {
			this.reach.locks().addOtherEnd(constraint, LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

	static boolean enforces(Change change) {
		return change.text().toLowerCase(Locale.ROOT).endsWith("enforced")
				&& !change.options().contains(Option.NOT_ENFORCED);
	}

	/**
	 * The partitions, and from PostgreSQL 18 on heirs too, are left alone when nothing is
	 * to be done.
	 */
	void setNotNull(String column) {
		boolean alone = !this.reach.isBefore(18) || this.reach.table().isPartitioned();
		if (!alone || !refusesNull(column)) {
			this.reach.tree();
		}
	}

	private boolean refusesNull(String column) {
		return this.reach.table().column(column).map(Relation.Column::notNull).orElse(false)
				&& NotNull.isSettled(column, this.reach.table());
	}

	private void descend(Relation.Constraint constraint) {
		this.reach
			.descend((child) -> child.constraint(constraint.name()).map(Relation.Constraint::inherited).orElse(false));
	}

	void drop(Relation.Constraint constraint) {
		if (constraint.type() == 'c' || constraint.type() == 'n') {
			if (this.reach.table().isPartitioned()) {
				this.reach.wholeTree();
			}
			else if (!constraint.noInherit()) {
				descend(constraint);
			}
			return;
		}
		this.reach.partitions();
		if (constraint.type() == 'f') {
			this.reach.locks().addOtherEnd(constraint, LockMode.ACCESS_EXCLUSIVE);
			return;
		}
		this.reach.facts()
			.tree(this.reach.table())
			.stream()
			.flatMap((relation) -> relation.constraints().stream())
			.filter((key) -> key.incoming() && constraint.columns().equals(key.columns()))
			.forEach((key) -> this.reach.locks().addOtherEnd(key, LockMode.ACCESS_EXCLUSIVE));
	}

}
