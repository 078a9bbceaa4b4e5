package dev.zdm.plan;

import java.util.List;

import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import org.jspecify.annotations.Nullable;

/**
 * A column that is added, taken apart: what can be done in an instant, and what comes
 * later.
 *
 * @param column what the table will know of it in between
 * @param added what adds it in an instant
 * @param before statements before that, in the same transaction
 * @param after statements behind that, in the same transaction
 * @param fill gives the rows that are there their values, or null
 * @param later the constraints that it gets then
 * @param last what comes at the very end, or null
 */
record NewColumn(Relation.Column column, AddColumn added, List<String> before, List<String> after, @Nullable Step fill,
		List<AlterAction> later, @Nullable Step last) {

	/** A column that is added at once. */
	NewColumn(Relation.Column column, AddColumn added, List<AlterAction> later) {
		this(column, added, List.of(), List.of(), null, later, null);
	}

}
