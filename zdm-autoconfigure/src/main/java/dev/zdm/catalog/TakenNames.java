package dev.zdm.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names that are taken in a table's schema, of those that a generated name could clash
 * with.
 *
 * @param relations the names of tables, indexes and other relations
 * @param constraints the names of constraints, of any table
 * @param elsewhere the same for the other schemas in which the table has partitions
 */
public record TakenNames(Set<String> relations, Set<String> constraints, Map<String, TakenNames> elsewhere) {

	static final TakenNames NONE = new TakenNames(Set.of(), Set.of(), Map.of());

	/**
	 * Creates names that share nothing with the caller's collections.
	 */
	public TakenNames {
		relations = Set.copyOf(relations);
		constraints = Set.copyOf(constraints);
		elsewhere = Map.copyOf(elsewhere);
	}

	/**
	 * The names that are taken in a schema.
	 * @param schema the schema of the table or of one of its partitions
	 * @return its names
	 */
	public TakenNames in(String schema) {
		return this.elsewhere.getOrDefault(schema, this);
	}

	/** The same, save names of relations in the table's own schema. */
	TakenNames without(Set<String> free) {
		Set<String> left = new HashSet<>(this.relations);
		left.removeAll(free);
		return new TakenNames(left, this.constraints, this.elsewhere);
	}

	/** Collects names schema by schema. */
	static final class Builder {

		private final Map<String, Set<String>> relations = new HashMap<>();

		private final Map<String, Set<String>> constraints = new HashMap<>();

		void add(String schema, String name, boolean constraint) {
			(constraint ? this.constraints : this.relations).computeIfAbsent(schema, (key) -> new HashSet<>())
				.add(name);
		}

		/** The names of a schema, with those of all others of these beside it. */
		TakenNames build(String schema, Set<String> schemas) {
			Map<String, TakenNames> elsewhere = new HashMap<>();
			schemas.stream()
				.filter((other) -> !other.equals(schema))
				.forEach((other) -> elsewhere.put(other, of(other, Map.of())));
			return of(schema, elsewhere);
		}

		private TakenNames of(String schema, Map<String, TakenNames> elsewhere) {
			return new TakenNames(this.relations.getOrDefault(schema, Set.of()),
					this.constraints.getOrDefault(schema, Set.of()), elsewhere);
		}

	}

}
