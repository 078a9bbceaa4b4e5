package dev.zdm.catalog;

import java.util.Set;

/**
 * Names that are taken in a table's schema, of those that a generated name could clash
 * with.
 *
 * @param relations the names of tables, indexes and other relations
 * @param constraints the names of constraints, of any table
 */
public record TakenNames(Set<String> relations, Set<String> constraints) {

	static final TakenNames NONE = new TakenNames(Set.of(), Set.of());

	/**
	 * Creates names that share nothing with the caller's sets.
	 */
	public TakenNames {
		relations = Set.copyOf(relations);
		constraints = Set.copyOf(constraints);
	}

}
