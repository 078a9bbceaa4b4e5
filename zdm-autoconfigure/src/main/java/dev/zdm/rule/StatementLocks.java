package dev.zdm.rule;

import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * The locks that a statement takes, as it stands, on relations that other sessions can
 * see.
 */
public final class StatementLocks {

	private StatementLocks() {
	}

	/**
	 * Lists the locks.
	 * @param statement the statement
	 * @param facts what the catalog says about what it touches
	 * @return the locks, the main relation's first
	 */
	public static List<RelationLock> of(Statement statement, Facts facts) {
		if (statement instanceof Statement.AlterTable alter) {
			return ofAlter(alter, facts);
		}
		if (statement instanceof Statement.CreateIndex create) {
			return lock(facts, create.table(), create.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE)
				.toList();
		}
		if (statement instanceof Statement.CreateTable create) {
			return create.relations().stream().flatMap((name) -> lock(facts, name, modeOf(create, name))).toList();
		}
		if (statement instanceof Statement.DropIndex drop) {
			LockMode mode = drop.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
			return drop.names().stream().flatMap((name) -> ofIndex(facts, name, mode)).toList();
		}
		return statement.relations().stream().flatMap((name) -> lock(facts, name, LockMode.ACCESS_EXCLUSIVE)).toList();
	}

	private static List<RelationLock> ofAlter(Statement.AlterTable alter, Facts facts) {
		LockMode main = alter.actions()
			.stream()
			.map(StatementLocks::modeOf)
			.max(LockMode::compareTo)
			.orElse(LockMode.ACCESS_EXCLUSIVE);
		Stream<RelationLock> others = alter.actions()
			.stream()
			.flatMap((action) -> action.references().stream())
			.filter((name) -> !name.equals(alter.name()))
			.flatMap((name) -> lock(facts, name, LockMode.SHARE_ROW_EXCLUSIVE));
		return Stream.concat(lock(facts, alter.name(), main), others).toList();
	}

	private static LockMode modeOf(AlterAction action) {
		if (action instanceof AlterAction.ValidateConstraint) {
			return LockMode.SHARE_UPDATE_EXCLUSIVE;
		}
		if (action instanceof AlterAction.AddConstraint add && add.kind() == AlterAction.ConstraintKind.FOREIGN_KEY) {
			return LockMode.SHARE_ROW_EXCLUSIVE;
		}
		return LockMode.ACCESS_EXCLUSIVE;
	}

	private static LockMode modeOf(Statement.CreateTable create, QualifiedName name) {
		if (name.equals(create.partitionOf())) {
			return LockMode.ACCESS_EXCLUSIVE;
		}
		return create.inherits().contains(name) ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE_ROW_EXCLUSIVE;
	}

	private static Stream<RelationLock> lock(Facts facts, QualifiedName name, LockMode mode) {
		return facts.relation(name)
			.filter((relation) -> !relation.isPrivate())
			.map((relation) -> new RelationLock(relation.oid(), relation.name(), mode))
			.stream();
	}

	private static Stream<RelationLock> ofIndex(Facts facts, QualifiedName name, LockMode mode) {
		Relation.Table table = facts.relation(name).map(Relation::table).orElse(null);
		Stream<RelationLock> onTable = (table != null) ? Stream.of(new RelationLock(table.oid(), table.name(), mode))
				: Stream.empty();
		return Stream.concat(onTable, lock(facts, name, mode));
	}

}
