package dev.zdm.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
		Map<Long, RelationLock> strongest = new LinkedHashMap<>();
		all(statement, facts).forEach((lock) -> strongest.merge(lock.oid(), lock, StatementLocks::stronger));
		return List.copyOf(strongest.values());
	}

	private static Stream<RelationLock> all(Statement statement, Facts facts) {
		if (statement instanceof Statement.AlterTable alter) {
			return ofAlter(alter, facts);
		}
		if (statement instanceof Statement.CreateIndex create) {
			return lock(facts, create.table(),
					create.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE);
		}
		if (statement instanceof Statement.CreateTable create) {
			return create.relations().stream().flatMap((name) -> lock(facts, name, modeOf(create, name)));
		}
		if (statement instanceof Statement.DropIndex drop) {
			LockMode mode = drop.concurrently() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
			return drop.names().stream().flatMap((name) -> ofIndex(facts, name, mode));
		}
		Stream<RelationLock> named = statement.relations()
			.stream()
			.flatMap((name) -> lock(facts, name, LockMode.ACCESS_EXCLUSIVE));
		return statement.kind().equals("DROP TABLE") ? Stream.concat(named, ofDroppedKeys(statement, facts)) : named;
	}

	private static Stream<RelationLock> ofDroppedKeys(Statement drop, Facts facts) {
		return drop.relations()
			.stream()
			.flatMap((name) -> facts.relation(name).stream())
			.flatMap((table) -> otherEnds(table, LockMode.ACCESS_EXCLUSIVE, (key) -> true));
	}

	private static Stream<RelationLock> ofAlter(Statement.AlterTable alter, Facts facts) {
		LockMode main = alter.actions()
			.stream()
			.map(StatementLocks::modeOf)
			.max(LockMode::compareTo)
			.orElse(LockMode.ACCESS_EXCLUSIVE);
		return Stream.concat(lock(facts, alter.name(), main),
				alter.actions().stream().flatMap((action) -> ofOthers(action, alter, facts)));
	}

	private static RelationLock stronger(RelationLock one, RelationLock other) {
		return (one.mode().compareTo(other.mode()) >= 0) ? one : other;
	}

	private static LockMode modeOf(AlterAction action) {
		boolean mild = action instanceof AlterAction.Instant instant && instant.mild();
		if (mild || action instanceof AlterAction.ValidateConstraint) {
			return LockMode.SHARE_UPDATE_EXCLUSIVE;
		}
		if (action instanceof AlterAction.AddConstraint add && add.kind() == AlterAction.ConstraintKind.FOREIGN_KEY) {
			return LockMode.SHARE_ROW_EXCLUSIVE;
		}
		return LockMode.ACCESS_EXCLUSIVE;
	}

	/** The locks at the other ends of the foreign keys that an action touches. */
	private static Stream<RelationLock> ofOthers(AlterAction action, Statement.AlterTable alter, Facts facts) {
		Relation table = facts.relation(alter.name()).orElse(null);
		if (table == null) {
			return Stream.empty();
		}
		if (action instanceof AlterAction.ValidateConstraint validate) {
			return otherEnds(table, LockMode.ROW_SHARE,
					(key) -> !key.incoming() && !key.validated() && key.name().equals(validate.name()));
		}
		if (action instanceof AlterAction.DropConstraint drop) {
			List<String> keyColumns = table.constraint(drop.name())
				.filter((constraint) -> constraint.type() != 'f')
				.map(Relation.Constraint::columns)
				.orElse(List.of());
			return otherEnds(table, LockMode.ACCESS_EXCLUSIVE,
					(key) -> key.incoming() ? key.columns().equals(keyColumns) : key.name().equals(drop.name()));
		}
		if (action instanceof AlterAction.DropColumn drop) {
			return otherEnds(table, LockMode.ACCESS_EXCLUSIVE, (key) -> key.columns().contains(drop.column()));
		}
		if (action instanceof AlterAction.AlterType alterType) {
			return otherEnds(table, LockMode.ACCESS_EXCLUSIVE, (key) -> key.columns().contains(alterType.column()));
		}
		return action.references().stream().flatMap((name) -> lock(facts, name, LockMode.SHARE_ROW_EXCLUSIVE));
	}

	private static Stream<RelationLock> otherEnds(Relation table, LockMode mode,
			Predicate<Relation.Constraint> touched) {
		return table.constraints()
			.stream()
			.filter((constraint) -> constraint.other() != null && touched.test(constraint))
			.map(Relation.Constraint::other)
			.map((other) -> new RelationLock(other.oid(), other.name(), mode));
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
		Stream<RelationLock> onTable = facts.relation(name)
			.filter((index) -> !index.isPrivate())
			.map(Relation::table)
			.map((table) -> new RelationLock(table.oid(), table.name(), mode))
			.stream();
		return Stream.concat(onTable, lock(facts, name, mode));
	}

}
