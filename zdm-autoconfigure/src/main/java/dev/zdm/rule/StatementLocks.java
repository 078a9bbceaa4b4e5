package dev.zdm.rule;

import java.util.List;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.Analyze;
import dev.zdm.sql.LockTables;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateIndex;
import dev.zdm.sql.Statement.CreateTable;
import dev.zdm.sql.Statement.DropIndex;
import dev.zdm.sql.Statement.OtherDdl;

/**
 * The locks beyond {@code ACCESS SHARE} that a statement takes, as it stands, on
 * relations that other sessions can see.
 */
public final class StatementLocks {

	private StatementLocks() {
	}

	/**
	 * Lists the locks.
	 * @param statement the statement
	 * @param facts what the catalog says about what it touches
	 * @return of each relation the strongest lock, the main relation's first; on an index
	 * only where it is stronger than the one on its table
	 */
	public static List<RelationLock> of(Statement statement, Facts facts) {
		LockSet locks = new LockSet(facts);
		collect(statement, facts, locks);
		return locks.toList();
	}

	static void collect(Statement statement, Facts facts, LockSet locks) {
		if (statement instanceof AlterTable alter) {
			AlterTableLocks.collect(alter, facts, locks);
			if (DropRules.cascades(alter)) {
				CommandLocks.gone(facts, locks);
			}
		}
		else if (statement instanceof CreateTable create) {
			createTable(create, facts, locks);
		}
		else if (statement instanceof CreateIndex create) {
			createIndex(create, facts, locks);
		}
		else if (statement instanceof DropIndex drop) {
			drop.names()
				.stream()
				.flatMap((name) -> facts.relation(name).stream())
				.forEach((index) -> dropIndex(index, drop, facts, locks));
		}
		else if (statement instanceof Analyze analyze) {
			analyze.relations().forEach((name) -> locks.add(name, LockMode.SHARE_UPDATE_EXCLUSIVE));
		}
		else if (statement instanceof LockTables lock) {
			lockTables(lock, facts, locks);
		}
		else if (statement instanceof OtherDdl other) {
			ObjectLocks.collect(other, facts, locks);
		}
	}

	private static void lockTables(LockTables lock, Facts facts, LockSet locks) {
		LockMode mode = LockMode.valueOf(lock.mode().replace(' ', '_'));
		lock.relations()
			.stream()
			.flatMap((name) -> facts.relation(name)
				.map((table) -> lock.only().contains(name) ? List.of(table) : facts.tree(table))
				.orElse(List.of())
				.stream())
			.forEach((table) -> locks.add(table, mode));
	}

	/**
	 * A new partition takes its rows from the default partition, refers to what its
	 * parent refers to and is referred to as that.
	 */
	private static void createTable(CreateTable create, Facts facts, LockSet locks) {
		if (facts.isThere(create)) {
			return;
		}
		if (create.partitionOf() != null) {
			facts.relation(create.partitionOf()).ifPresent((parent) -> {
				locks.add(parent, LockMode.ACCESS_EXCLUSIVE);
				locks.addDefaultPartition(parent, LockMode.ACCESS_EXCLUSIVE);
				locks.addKeysOfPartition(parent);
			});
		}
		create.inherits().forEach((name) -> locks.add(name, LockMode.SHARE_UPDATE_EXCLUSIVE));
		create.references().forEach((name) -> locks.addWithPartitions(name, LockMode.SHARE_ROW_EXCLUSIVE));
	}

	private static void createIndex(CreateIndex create, Facts facts, LockSet locks) {
		LockMode mode = create.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
		if (create.only()) {
			locks.add(create.table(), mode);
		}
		else {
			locks.addWithPartitions(create.table(), mode);
		}
	}

	private static void dropIndex(Relation index, DropIndex drop, Facts facts, LockSet locks) {
		LockMode mode = drop.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
		if (index.isPartitioned() && index.table() != null) {
			facts.relation(index.table().oid()).ifPresent((table) -> locks.addTree(table, mode));
		}
		for (Relation each : facts.tree(index)) {
			Relation.Table table = each.table();
			if (table != null && !each.isPrivate()) {
				locks.add(table.oid(), table.name(), mode);
			}
			locks.add(each, mode);
		}
	}

}
