package dev.zdm.catalog;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a statement touches without naming it.
 *
 * @param relations the object ids of relations that are reached through what the
 * statement names: the tables that use a domain, are of a composite type, belong to a
 * schema or an owner, are in a publication, or refer to a table that is truncated; those
 * of a schema or a database that a command is about as a whole; those that the functions
 * and rules that it creates write
 * @param gone all that a {@code DROP} takes with it, what it names itself included
 * @param needed whether a {@code DROP TABLE} without {@code CASCADE} names what others
 * need, so that the server refuses it
 */
public record Reach(List<Long> relations, List<Dependent> gone, boolean needed) {

	/** Nothing. */
	public static final Reach NONE = new Reach(List.of(), List.of(), false);

	/**
	 * Creates a reach that shares nothing with the caller's lists.
	 */
	public Reach {
		relations = List.copyOf(relations);
		gone = List.copyOf(gone);
	}

	Reach(List<Long> relations, List<Dependent> gone) {
		this(relations, gone, false);
	}

	/** The object ids of all relations that are concerned, each once. */
	List<Long> all() {
		return Stream.concat(this.relations.stream(), this.gone.stream().map(Dependent::relation))
			.filter((oid) -> oid != 0)
			.distinct()
			.toList();
	}

	/** Both. */
	Reach and(Reach other) {
		return new Reach(Stream.concat(this.relations.stream(), other.relations.stream()).distinct().toList(),
				Stream.concat(this.gone.stream(), other.gone.stream()).distinct().toList(),
				this.needed || other.needed);
	}

}
