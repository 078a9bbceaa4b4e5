package dev.zdm.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.QualifiedName;

/**
 * Collects the locks of a statement: of each relation the strongest one. What nobody else
 * can see is left out.
 */
final class LockSet {

	private final Facts facts;

	private final Map<Long, RelationLock> strongest = new LinkedHashMap<>();

	LockSet(Facts facts) {
		this.facts = facts;
	}

	void add(Relation relation, LockMode mode) {
		if (!relation.isPrivate()) {
			add(relation.oid(), relation.name(), mode);
		}
	}

	void add(long oid, QualifiedName name, LockMode mode) {
		this.strongest.merge(oid, new RelationLock(oid, name, mode),
				(one, other) -> (one.mode().compareTo(other.mode()) >= 0) ? one : other);
	}

	void add(QualifiedName name, LockMode mode) {
		this.facts.relation(name).ifPresent((relation) -> add(relation, mode));
	}

	/** A relation and all that descends from it. */
	void addTree(Relation relation, LockMode mode) {
		this.facts.tree(relation).forEach((each) -> add(each, mode));
	}

	/** A relation with its partitions, but without heirs. */
	void addWithPartitions(Relation relation, LockMode mode) {
		if (relation.isPartitioned()) {
			addTree(relation, mode);
		}
		else {
			add(relation, mode);
		}
	}

	void addWithPartitions(QualifiedName name, LockMode mode) {
		this.facts.relation(name).ifPresent((relation) -> addWithPartitions(relation, mode));
	}

	/**
	 * A new partition refers, and is referred to, as its parent.
	 */
	void addKeysOfPartition(Relation parent) {
		for (Relation.Constraint key : parent.constraints()) {
			Relation.Other other = key.other();
			if (other != null && key.incoming()) {
				if (!key.inherited()) {
					add(other.oid(), other.name(), LockMode.SHARE_ROW_EXCLUSIVE);
				}
			}
			else {
				addOtherEnd(key, LockMode.SHARE_ROW_EXCLUSIVE);
			}
		}
	}

	/** The table at the other end of a foreign key, with its partitions. */
	void addOtherEnd(Relation.Constraint key, LockMode mode) {
		Relation.Other other = key.other();
		if (other != null) {
			this.facts.relation(other.oid())
				.ifPresentOrElse((relation) -> addWithPartitions(relation, mode),
						() -> add(other.oid(), other.name(), mode));
		}
	}

	/** The default partition of a table, which every new partition takes rows from. */
	void addDefaultPartition(Relation parent, LockMode mode) {
		defaultPartition(parent).ifPresent((partition) -> addTree(partition, mode));
	}

	private Optional<Relation> defaultPartition(Relation parent) {
		return this.facts.relation(parent.lineage().defaultPartition());
	}

	/**
	 * The locks that make a difference. One on an index is none where its table has one
	 * as strong: who wants the index has to wait for the table.
	 */
	List<RelationLock> toList() {
		return this.strongest.values().stream().filter((lock) -> !isCovered(lock)).toList();
	}

	private boolean isCovered(RelationLock lock) {
		RelationLock onTable = this.facts.relation(lock.oid())
			.map(Relation::table)
			.map((table) -> this.strongest.get(table.oid()))
			.orElse(null);
		return onTable != null && onTable.mode().compareTo(lock.mode()) >= 0;
	}

}
