package dev.zdm.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A relation that exists.
 *
 * @param oid its object id
 * @param name its schema and name
 * @param kind its {@code relkind}: {@code r} table, {@code p} partitioned table,
 * {@code i} index, {@code I} partitioned index, {@code m} materialized view, {@code v}
 * view
 * @param temporary whether only this session sees it
 * @param createdHere whether the running transaction created it, or the table whose index
 * it is; false for a view, of which that cannot be told
 * @param rows how many rows PostgreSQL estimates it to have; -1 when it was never
 * analyzed
 * @param hasDescendants whether partitions or inheriting tables depend on it
 * @param locksHeld the lock modes that the running transaction already has on it
 * @param columns its columns by name
 * @param constraints its constraints, and the foreign keys of others that refer to it
 * @param indexes its indexes
 * @param table for an index the table that it belongs to, else null
 */
public record Relation(long oid, QualifiedName name, char kind, boolean temporary, boolean createdHere, long rows,
		boolean hasDescendants, Set<LockMode> locksHeld, Map<String, Column> columns, List<Constraint> constraints,
		List<Index> indexes, @Nullable Table table) {

	/**
	 * Creates a relation that shares nothing with the caller's collections.
	 */
	public Relation {
		locksHeld = Set.copyOf(locksHeld);
		columns = Map.copyOf(columns);
		constraints = List.copyOf(constraints);
		indexes = List.copyOf(indexes);
	}

	/**
	 * Whether no other session can see the relation.
	 * @return whether it is temporary or new in the running transaction
	 */
	public boolean isPrivate() {
		return this.temporary || this.createdHere;
	}

	/**
	 * Whether the relation is partitioned.
	 * @return whether it is a partitioned table or index
	 */
	public boolean isPartitioned() {
		return this.kind == 'p' || this.kind == 'I';
	}

	/**
	 * Finds a column.
	 * @param column its name
	 * @return the column, or empty when there is none of that name
	 */
	public Optional<Column> column(String column) {
		return Optional.ofNullable(this.columns.get(column));
	}

	/**
	 * Finds a constraint of this table.
	 * @param constraint its name
	 * @return the constraint, or empty when there is none of that name
	 */
	public Optional<Constraint> constraint(String constraint) {
		return this.constraints.stream()
			.filter((candidate) -> !candidate.incoming() && candidate.name().equals(constraint))
			.findFirst();
	}

	/**
	 * Finds an index of this table.
	 * @param index its name
	 * @return the index, or empty when there is none of that name
	 */
	public Optional<Index> index(String index) {
		return this.indexes.stream().filter((candidate) -> candidate.name().equals(index)).findFirst();
	}

	/**
	 * A column.
	 *
	 * @param name its name
	 * @param type its type with modifier, as {@code format_type} writes it
	 * @param notNull whether NULL is refused
	 */
	public record Column(String name, String type, boolean notNull) {
	}

	/**
	 * A constraint.
	 *
	 * @param name its name
	 * @param type its {@code contype}: {@code c} check, {@code f} foreign key, {@code n}
	 * not null, {@code p} primary key, {@code u} unique, {@code x} exclusion
	 * @param validated whether existing rows are known to satisfy it
	 * @param columns the columns of this relation that it is about, in its order
	 * @param refusesNull whether it is a check that its one column {@code IS NOT NULL}
	 * @param incoming whether it is a foreign key that refers to this table; one that
	 * refers to its own table is there twice
	 * @param other the table at the other end of a foreign key, or null
	 */
	public record Constraint(String name, char type, boolean validated, List<String> columns, boolean refusesNull,
			boolean incoming, @Nullable Other other) {
	}

	/**
	 * Another table.
	 *
	 * @param oid its object id
	 * @param name its schema and name
	 */
	public record Other(long oid, QualifiedName name) {
	}

	/**
	 * An index.
	 *
	 * @param name its name
	 * @param valid whether queries may use it
	 * @param unique whether it is unique
	 * @param backsConstraint whether it belongs to a constraint
	 * @param columns its key columns, with an empty text for each expression
	 */
	public record Index(String name, boolean valid, boolean unique, boolean backsConstraint, List<String> columns) {
	}

	/**
	 * The table of an index.
	 *
	 * @param oid the table's object id
	 * @param name the table's schema and name
	 * @param backsConstraint whether the index belongs to a constraint
	 * @param locksHeld the lock modes that the running transaction already has on the
	 * table
	 */
	public record Table(long oid, QualifiedName name, boolean backsConstraint, Set<LockMode> locksHeld) {
	}

}
