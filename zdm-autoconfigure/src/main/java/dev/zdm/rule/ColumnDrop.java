package dev.zdm.rule;

import java.util.List;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.DropColumn;

/**
 * What a {@code DROP COLUMN} drops with the column and what can be dropped before it,
 * without its lock.
 *
 * @param foreignKeys the table's own foreign keys on the column, whose drop locks another
 * table too
 * @param indexes the indexes that mention the column and can be dropped concurrently
 */
public record ColumnDrop(List<Relation.Constraint> foreignKeys, List<Relation.Index> indexes) {

	private static final ColumnDrop NOTHING = new ColumnDrop(List.of(), List.of());

	/**
	 * Creates a drop that shares nothing with the caller's lists.
	 */
	public ColumnDrop {
		foreignKeys = List.copyOf(foreignKeys);
		indexes = List.copyOf(indexes);
	}

	/**
	 * Finds out what can be dropped before a column.
	 * @param drop the action
	 * @param table the table
	 * @param facts what the catalog says
	 * @return what can be dropped before; nothing where the server would refuse to drop
	 * the column, or where more goes with it than the table's own
	 */
	public static ColumnDrop of(DropColumn drop, Relation table, Facts facts) {
		Relation.Column column = table.column(drop.column()).orElse(null);
		if (column == null || column.inherited() || drop.cascade() || facts.effect(drop).isPresent()) {
			return NOTHING;
		}
		List<Relation.Constraint> keys = table.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'f' && !constraint.incoming() && !constraint.inherited()
					&& constraint.columns().contains(drop.column()))
			.toList();
		return new ColumnDrop(keys, (table.kind() == 'r') ? indexes(drop, table) : List.of());
	}

	/** An index that a partition has from its parent, or a key from others, must stay. */
	private static List<Relation.Index> indexes(DropColumn drop, Relation table) {
		return table.indexes()
			.stream()
			.filter((index) -> index.mentions().contains(drop.column()) && !index.backsConstraint()
					&& index.parent() == 0)
			.filter((index) -> table.constraints().stream().noneMatch((key) -> index.name().equals(key.index())))
			.toList();
	}

	/**
	 * Whether there is nothing to drop before.
	 * @return whether there is neither a foreign key nor an index
	 */
	public boolean isEmpty() {
		return this.foreignKeys.isEmpty() && this.indexes.isEmpty();
	}

}
