package dev.zdm.rule;

import dev.zdm.catalog.LockMode;
import dev.zdm.sql.QualifiedName;

/**
 * A lock that a statement takes on a relation.
 *
 * @param oid the relation's object id; 0 for an index that an earlier step of a plan
 * makes
 * @param relation the relation's schema and name
 * @param mode the lock's mode
 */
public record RelationLock(long oid, QualifiedName relation, LockMode mode) {

	/**
	 * The same relation in another mode.
	 * @param other the mode
	 * @return the lock
	 */
	public RelationLock as(LockMode other) {
		return new RelationLock(this.oid, this.relation, other);
	}

	@Override
	public String toString() {
		return this.mode.sqlName() + " on " + this.relation;
	}

}
