package dev.zdm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.catalog.TakenNames;
import dev.zdm.sql.QualifiedName;

/**
 * Chooses the names that PostgreSQL itself would choose for what a statement leaves
 * without one: the first that is free, counted up. What an earlier run of the statement
 * made under such a name is found again by its shape, and keeps its name.
 */
final class ChosenNames {

	private final Relation table;

	private final TakenNames taken;

	private final Set<String> relations;

	private final Set<String> constraints;

	private final Set<QualifiedName> chosen;

	ChosenNames(Relation table, Facts facts) {
		this(table, facts.taken(), new HashSet<>());
	}

	private ChosenNames(Relation table, TakenNames taken, Set<QualifiedName> chosen) {
		this.table = table;
		this.taken = taken;
		TakenNames inSchema = taken.in(Objects.requireNonNull(table.name().schema()));
		this.relations = inSchema.relations();
		this.constraints = inSchema.constraints();
		this.chosen = chosen;
	}

	/** Chooses names for a partition, beside those that are chosen here. */
	ChosenNames of(Relation partition) {
		return new ChosenNames(partition, this.taken, this.chosen);
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

	/** The name of a sequence that a column gets. */
	String sequence(String column, String label) {
		return choose(List.of(column), label, this.relations::contains, (name) -> false);
	}

	/** The name of any other constraint. */
	String constraint(List<String> columns, String label, Predicate<Relation.Constraint> same) {
		return constraint(columns, label, same, List.of());
	}

	/**
	 * The name of any other constraint that an earlier run may have made of some
	 * partitions already.
	 */
	String constraint(List<String> columns, String label, Predicate<Relation.Constraint> same,
			List<Relation> partitions) {
		return choose(columns, label, this.constraints::contains,
				(name) -> Stream.concat(Stream.of(this.table), partitions.stream())
					.anyMatch((each) -> each.constraint(name).filter(same).isPresent()));
	}

	private String choose(List<String> columns, String label, Predicate<String> taken, Predicate<String> ours) {
		String joined = String.join("_", columns);
		String name = GeneratedName.of(this.table.name().name(), joined, label);
		for (int i = 1; this.chosen.contains(this.table.name().sibling(name))
				|| (taken.test(name) && !ours.test(name)); i++) {
			name = GeneratedName.of(this.table.name().name(), joined, label + i);
		}
		this.chosen.add(this.table.name().sibling(name));
		return name;
	}

}
