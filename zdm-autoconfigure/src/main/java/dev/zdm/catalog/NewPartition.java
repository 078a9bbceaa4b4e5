package dev.zdm.catalog;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a table that is made a partition, or what one is that is to be
 * detached, as PostgreSQL itself says, in SQL that means the same whatever the
 * {@code search_path}.
 *
 * @param condition what holds for every row of the partition; null when that is nothing
 * @param columns the columns that the condition is about
 * @param exclusion what holds for every row of the default partition once the new one is
 * there; null when there is no default partition
 * @param indexes what the partition must have of the indexes of its parent
 * @param keys what it must have of the foreign keys of its parent
 */
public record NewPartition(@Nullable String condition, List<String> columns, @Nullable String exclusion,
		List<Inherited> indexes, List<Inherited> keys) {

	/**
	 * Creates one that shares nothing with the caller's lists.
	 */
	public NewPartition {
		columns = List.copyOf(columns);
		indexes = List.copyOf(indexes);
		keys = List.copyOf(keys);
	}

	/**
	 * An index or a foreign key of the parent.
	 *
	 * @param name its name there
	 * @param definition for an index the {@code CREATE INDEX}, for a constraint what
	 * stands behind its name
	 * @param constraint whether it is a constraint, with or without an index
	 * @param columns the names of an index's columns, those that it only carries too
	 * @param alike the object ids of the indexes of the partition, and of its own
	 * partitions, that PostgreSQL takes for the same
	 * @param present whether the partition has it already, so that it is adopted
	 * @param elsewhere whether it is kept in a tablespace of its own
	 */
	public record Inherited(String name, String definition, boolean constraint, List<String> columns, Set<Long> alike,
			boolean present, boolean elsewhere) {

		/**
		 * Creates one that shares nothing with the caller's collections.
		 */
		public Inherited {
			columns = List.copyOf(columns);
			alike = Set.copyOf(alike);
		}

	}

}
