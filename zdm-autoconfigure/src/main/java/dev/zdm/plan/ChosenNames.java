package dev.zdm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;

/**
 * Chooses the names that PostgreSQL itself would choose for what a statement leaves
 * without one: the first that is free, counted up. What an earlier run of the statement
 * made under such a name is found again by its shape, and keeps its name.
 */
final class ChosenNames {

	private final Relation table;

	private final Set<String> relations;

	private final Set<String> constraints;

	private final Set<String> chosen = new HashSet<>();

	ChosenNames(Relation table, Facts facts) {
		this.table = table;
		this.relations = facts.taken().relations();
		this.constraints = facts.taken().constraints();
	}

	/** The name of an index; one that was left invalid is built again. */
	String index(List<String> columns) {
		return choose(columns, "idx", this.relations::contains,
				(name) -> this.table.index(name).filter((index) -> !index.valid()).isPresent());
	}

	/** The name of a unique constraint and of its index. */
	String unique(List<String> columns, List<String> included) {
		List<String> all = new ArrayList<>(columns);
		all.addAll(included);
		return choose(all, "key", (name) -> this.relations.contains(name) || this.constraints.contains(name),
				(name) -> this.table.index(name)
					.filter((index) -> index.unique() && index.columns().equals(columns))
					.isPresent());
	}

	/** The name of a primary key and of its index. A table has one only. */
	String primaryKey(List<String> columns) {
		return choose(List.of(), "pkey", (name) -> this.relations.contains(name) || this.constraints.contains(name),
				(name) -> this.table.index(name)
					.filter((index) -> index.unique() && index.columns().equals(columns))
					.isPresent());
	}

	/** The name of any other constraint. */
	String constraint(List<String> columns, String label, Predicate<Relation.Constraint> same) {
		return choose(columns, label, this.constraints::contains,
				(name) -> this.table.constraint(name).filter(same).isPresent());
	}

	private String choose(List<String> columns, String label, Predicate<String> taken, Predicate<String> ours) {
		String joined = String.join("_", columns);
		String name = GeneratedName.of(this.table.name().name(), joined, label);
		for (int i = 1; this.chosen.contains(name) || (taken.test(name) && !ours.test(name)); i++) {
			name = GeneratedName.of(this.table.name().name(), joined, label + i);
		}
		this.chosen.add(name);
		return name;
	}

}
