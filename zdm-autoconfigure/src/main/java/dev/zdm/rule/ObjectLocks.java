package dev.zdm.rule;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.sql.AlterObject;
import dev.zdm.sql.CreateObject;
import dev.zdm.sql.DoBlock;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.OtherDdl;

/**
 * The locks of DDL about anything but single tables and indexes. What is not understood
 * counts as {@code ACCESS EXCLUSIVE} on all that it names.
 */
final class ObjectLocks {

	private ObjectLocks() {
	}

	static void collect(OtherDdl statement, Facts facts, LockSet locks) {
		if (statement instanceof CreateObject create) {
			CreatedObjectLocks.collect(create, facts, locks);
		}
		else if (statement instanceof AlterObject alter) {
			AlteredObjectLocks.collect(alter, facts, locks);
		}
		else if (statement instanceof ObjectCommand command) {
			CommandLocks.collect(command, facts, locks);
		}
		else if (statement instanceof DoBlock block) {
			for (Statement inner : block.statements()) {
				StatementLocks.collect(inner, facts, locks);
			}
		}
		else {
			statement.relations().forEach((name) -> locks.add(name, LockMode.ACCESS_EXCLUSIVE));
		}
	}

}
