package dev.zdm.rule;

import java.util.function.Predicate;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.Statement.AlterTable;

/**
 * How far the lock of an {@code ALTER TABLE} reaches from its table.
 *
 * @param alter the statement
 * @param table the table
 * @param facts what the catalog says
 * @param locks takes the locks
 * @param mode the strongest mode that any action asks for
 */
record TableLocks(AlterTable alter, Relation table, Facts facts, LockSet locks, LockMode mode) {

	/** The descendants, unless the statement is about the table only. */
	void tree() {
		if (!this.alter.only()) {
			wholeTree();
		}
	}

	void wholeTree() {
		this.locks.addTree(this.table, this.mode);
	}

	void partitions() {
		if (this.table.isPartitioned()) {
			tree();
		}
	}

	/**
	 * The children, and theirs as long as a child lets go on: what is dropped is there
	 * only because of the parent, or what is added is new to it. With {@code ONLY} the
	 * children keep what they have, and are told so.
	 */
	void descend(Predicate<Relation> goesOn) {
		descend(this.table, this.alter.only(), goesOn);
	}

	private void descend(Relation parent, boolean only, Predicate<Relation> goesOn) {
		for (long oid : parent.lineage().children()) {
			this.facts.relation(oid).ifPresent((child) -> {
				this.locks.add(child, this.mode);
				if (!only && goesOn.test(child)) {
					descend(child, false, goesOn);
				}
			});
		}
	}

	boolean isBefore(int version) {
		return this.facts.session().majorVersion() < version;
	}

}
