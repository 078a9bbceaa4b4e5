package dev.zdm.rule;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.sql.CreateObject;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.SqlText;
import org.jspecify.annotations.Nullable;

/**
 * The locks of {@code CREATE} of anything but a table or an index. Most kinds of object
 * take none.
 */
final class CreatedObjectLocks {

	private CreatedObjectLocks() {
	}

	static void collect(CreateObject create, Facts facts, LockSet locks) {
		switch (create.type()) {
			case TRIGGER -> trigger(create, locks);
			case FUNCTION, PROCEDURE -> reached(facts, LockMode.ROW_EXCLUSIVE, locks);
			case SCHEMA -> reached(facts, LockMode.SHARE_ROW_EXCLUSIVE, locks);
			case RULE -> {
				add(create.on(), LockMode.ACCESS_EXCLUSIVE, locks);
				reached(facts, LockMode.ROW_EXCLUSIVE, locks);
			}
			case POLICY -> add(create.on(), LockMode.ACCESS_EXCLUSIVE, locks);
			case VIEW -> {
				if (create.options().contains(Option.OR_REPLACE) && !create.options().contains(Option.TEMPORARY)) {
					add(create.name(), LockMode.ACCESS_EXCLUSIVE, locks);
				}
			}
			case STATISTICS -> create.references().forEach((name) -> locks.add(name, LockMode.SHARE_UPDATE_EXCLUSIVE));
			case PUBLICATION -> create.references().forEach((name) -> published(name, create.text(), facts, locks));
			case FOREIGN_TABLE -> create.references().forEach((name) -> child(create, name, facts, locks));
			default -> {
			}
		}
	}

	/** What its body writes, or its tables refer to. */
	private static void reached(Facts facts, LockMode mode, LockSet locks) {
		if (mode == LockMode.SHARE_ROW_EXCLUSIVE) {
			facts.reached().forEach((table) -> locks.addWithPartitions(table, mode));
		}
		else {
			facts.reached().forEach((table) -> locks.add(table, mode));
		}
	}

	/** Partitions get a copy of a trigger that fires for each row. */
	private static void trigger(CreateObject create, LockSet locks) {
		QualifiedName table = create.on();
		if (table == null) {
			return;
		}
		if (create.text().says("each", "row") || create.text().says("for", "row")) {
			locks.addWithPartitions(table, LockMode.SHARE_ROW_EXCLUSIVE);
		}
		else {
			locks.add(table, LockMode.SHARE_ROW_EXCLUSIVE);
		}
	}

	/** A publication takes the heirs of a table, but not the partitions of one. */
	static void published(QualifiedName name, SqlText text, Facts facts, LockSet locks) {
		facts.relation(name).ifPresent((table) -> {
			if (table.isPartitioned() || isOnly(name, text)) {
				locks.add(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
			}
			else {
				locks.addTree(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
			}
		});
	}

	private static boolean isOnly(QualifiedName name, SqlText text) {
		String schema = name.schema();
		return (schema != null)
				? text.says("only", schema, ".", name.name()) || text.says("only", "(", schema, ".", name.name())
				: text.says("only", name.name()) || text.says("only", "(", name.name());
	}

	private static void child(CreateObject create, QualifiedName parent, Facts facts, LockSet locks) {
		if (create.text().says("partition", "of")) {
			facts.relation(parent).ifPresent((root) -> {
				locks.add(root, LockMode.ACCESS_EXCLUSIVE);
				locks.addDefaultPartition(root, LockMode.ACCESS_EXCLUSIVE);
			});
		}
		else {
			locks.add(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
		}
	}

	private static void add(@Nullable QualifiedName name, LockMode mode, LockSet locks) {
		if (name != null) {
			locks.add(name, mode);
		}
	}

}
