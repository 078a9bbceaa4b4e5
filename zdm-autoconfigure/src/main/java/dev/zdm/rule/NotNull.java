package dev.zdm.rule;

import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.QualifiedName;

/**
 * What it takes to see that a column holds no NULL.
 */
final class NotNull {

	private NotNull() {
	}

	/**
	 * The relations whose every row is read to see that a column is never NULL.
	 * @param action the action that was tried on an empty twin, where constraints might
	 * prove it
	 */
	static List<Relation> read(String column, AlterAction action, Altered altered) {
		boolean proved = isProved(column, action, altered);
		if (altered.isRewritten() || altered.table().column(column).isEmpty()) {
			return List.of();
		}
		return altered.tree()
			.stream()
			.filter((relation) -> isRead(column, relation, altered) && !(proved && relation == altered.table()))
			.toList();
	}

	/** A check that the statement itself drops proves nothing. */
	private static boolean isProved(String column, AlterAction action, Altered altered) {
		return altered.facts().effect(action).map((effect) -> !effect.verifies()).orElse(false) && altered.table()
			.constraints()
			.stream()
			.noneMatch((constraint) -> constraint.columns().contains(column) && altered.drops(constraint.name()));
	}

	private static boolean isRead(String column, Relation relation, Altered altered) {
		// What came from a parent NOT VALID becomes the child's own, and stays so
		boolean isPendingAbove = relation == altered.table()
				&& relation.pendingNotNull(column).map(Relation.Constraint::inherited).orElse(false);
		return !isRefused(column, relation) && !isPendingAbove
				&& checks(column, relation).allMatch((check) -> altered.drops(check.name()));
	}

	/**
	 * Whether the column refuses NULL already, or a validated check says just that none
	 * is there.
	 */
	static boolean isSettled(String column, Relation relation) {
		return isRefused(column, relation) || checks(column, relation).findAny().isPresent();
	}

	/** A {@code NOT NULL} that is not validated refuses new rows only. */
	private static boolean isRefused(String column, Relation relation) {
		return relation.column(column).map(Relation.Column::notNull).orElse(false)
				&& relation.pendingNotNull(column).isEmpty();
	}

	private static Stream<Relation.Constraint> checks(String column, Relation relation) {
		return relation.constraints()
			.stream()
			.filter((constraint) -> constraint.refusesNull() && constraint.validated()
					&& constraint.columns().equals(List.of(column)));
	}

	/** Whether constraints settle it for the table itself, as PostgreSQL sees them. */
	static boolean isSettled(String column, AlterAction action, Altered altered) {
		return isProved(column, action, altered) || isSettled(column, altered.table());
	}

	/** The columns that a key refuses NULL in. */
	static List<String> keyColumns(AddConstraint add, Relation table) {
		return (add.usingIndex() != null) ? table.index(add.usingIndex()).map(Relation.Index::columns).orElse(List.of())
				: add.columns();
	}

	static String recipe(Relation table, String column) {
		return """
				Prove it first without blocking, each statement in a transaction of its own:
				  ALTER TABLE %1$s ADD CONSTRAINT %3$s CHECK (%2$s IS NOT NULL) NOT VALID;
				  ALTER TABLE %1$s VALIDATE CONSTRAINT %3$s;
				  ALTER TABLE %1$s ALTER COLUMN %2$s SET NOT NULL;
				  ALTER TABLE %1$s DROP CONSTRAINT %3$s;""".formatted(table.name(), QualifiedName.quoteIfNeeded(column),
				QualifiedName.quoteIfNeeded(column + "_not_null"));
	}

}
