package dev.zdm.sql;

import java.util.List;
import java.util.Set;

/**
 * {@code LOCK TABLE}.
 *
 * @param text the statement's text
 * @param relations the tables or views to lock
 * @param only the tables whose descendants are left out
 * @param mode the mode in capitals, such as {@code ACCESS EXCLUSIVE}
 * @param nowait whether it fails rather than waits
 */
public record LockTables(SqlText text, List<QualifiedName> relations, Set<QualifiedName> only, String mode,
		boolean nowait) implements Statement.NotDdl {

	@Override
	public String kind() {
		return "LOCK";
	}

}
