package dev.zdm.catalog;

import java.util.HashMap;
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
 * @param owner the role that owns it
 * @param kind its {@code relkind}: {@code r} table, {@code p} partitioned table,
 * {@code i} index, {@code I} partitioned index, {@code m} materialized view, {@code v}
 * view, {@code S} sequence, {@code f} foreign table
 * @param temporary whether only this session sees it
 * @param createdHere whether the running transaction created it, or the table whose index
 * it is; false for a view, of which that cannot be told
 * @param rows how many rows PostgreSQL estimates it to have; -1 when it was never
 * analyzed
 * @param lineage its partitions or heirs, and what it is a partition or heir of
 * @param storage how and where its rows are kept
 * @param locksHeld the lock modes that the running transaction already has on it
 * @param columns its columns by name
 * @param constraints its constraints, and the foreign keys of others that refer to it
 * @param indexes its indexes
 * @param triggers its triggers, without those that enforce foreign keys
 * @param sequences the sequences that its columns own
 * @param table for an index the table that it belongs to, else null
 */
public record Relation(long oid, QualifiedName name, String owner, char kind, boolean temporary, boolean createdHere,
		long rows, Lineage lineage, Storage storage, Set<LockMode> locksHeld, Map<String, Column> columns,
		List<Constraint> constraints, List<Index> indexes, List<Trigger> triggers, List<Sequence> sequences,
		@Nullable Table table) {

	/**
	 * Creates a relation that shares nothing with the caller's collections.
	 */
	public Relation {
		locksHeld = Set.copyOf(locksHeld);
		columns = Map.copyOf(columns);
		constraints = List.copyOf(constraints);
		indexes = List.copyOf(indexes);
		triggers = List.copyOf(triggers);
		sequences = List.copyOf(sequences);
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
	 * Whether partitions or inheriting tables depend on it.
	 * @return whether it has children
	 */
	public boolean hasDescendants() {
		return !this.lineage.children().isEmpty();
	}

	/**
	 * Whether it has rows of its own to be written, read or indexed.
	 * @return whether it is a table or a materialized view
	 */
	public boolean hasRows() {
		return this.kind == 'r' || this.kind == 'm';
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
	 * What the relation will be when it has got a column.
	 * @param column the column
	 * @return this relation, with the column added or replaced
	 */
	public Relation with(Column column) {
		Map<String, Column> all = new HashMap<>(this.columns);
		all.put(column.name(), column);
		return new Relation(this.oid, this.name, this.owner, this.kind, this.temporary, this.createdHere, this.rows,
				this.lineage, this.storage, this.locksHeld, all, this.constraints, this.indexes, this.triggers,
				this.sequences, this.table);
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
	 * Finds the {@code NOT NULL} of a column that existing rows were never checked for
	 * (PostgreSQL 18).
	 * @param column the column's name
	 * @return the constraint, or empty when there is none or it is validated
	 */
	public Optional<Constraint> pendingNotNull(String column) {
		return this.constraints.stream()
			.filter((constraint) -> constraint.type() == 'n' && !constraint.validated()
					&& constraint.columns().equals(List.of(column)))
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
	 * Its place among partitions or heirs.
	 *
	 * @param parents the object ids of the tables or indexes that it is directly a
	 * partition or heir of
	 * @param children the object ids of its direct partitions or heirs, in the order in
	 * which PostgreSQL locks them
	 * @param partition whether it is a partition
	 * @param defaultPartition the object id of its default partition, or 0
	 */
	public record Lineage(List<Long> parents, List<Long> children, boolean partition, long defaultPartition) {

		/**
		 * Creates a lineage that shares nothing with the caller's lists.
		 */
		public Lineage {
			parents = List.copyOf(parents);
			children = List.copyOf(children);
		}

	}

	/**
	 * How and where rows are kept.
	 *
	 * @param unlogged whether it is {@code UNLOGGED}
	 * @param accessMethod its access method, or null when it has no storage
	 * @param tablespace its tablespace, or null for the database's own
	 * @param bytes its size on disk without indexes and long values, as of the last
	 * {@code VACUUM} or {@code ANALYZE}
	 * @param populated whether it can be read; false for a materialized view that was
	 * never filled
	 * @param brokenToast the names of the indexes in schema {@code pg_toast} that an
	 * interrupted {@code REINDEX TABLE CONCURRENTLY} left on its long values
	 */
	public record Storage(boolean unlogged, @Nullable String accessMethod, @Nullable String tablespace, long bytes,
			boolean populated, List<String> brokenToast) {

		/**
		 * Creates storage that shares nothing with the caller's list.
		 */
		public Storage {
			brokenToast = List.copyOf(brokenToast);
		}

	}

	/**
	 * A column.
	 *
	 * @param name its name
	 * @param type its type with modifier, as {@code format_type} writes it
	 * @param notNull whether NULL is refused
	 * @param generated {@code s} for a value that is stored when it is computed,
	 * {@code v} for one computed when read, else a blank
	 * @param identity {@code a} for {@code GENERATED ALWAYS AS IDENTITY}, {@code d} for
	 * {@code GENERATED BY DEFAULT}, else a blank
	 * @param inherited whether it is there only because one parent has it, so that it
	 * goes when that goes
	 */
	public record Column(String name, String type, boolean notNull, char generated, char identity, boolean inherited) {
	}

	/**
	 * A trigger.
	 *
	 * @param name its name
	 * @param enabled {@code O} enabled, {@code D} disabled, {@code R} or {@code A} for
	 * replication
	 * @param columns the columns that it declares to depend on
	 */
	public record Trigger(String name, char enabled, List<String> columns) {

		/** How the names of those begin that keep a backfill's columns in step. */
		public static final String IN_STEP = "zz_zdm_";

		/**
		 * Creates a trigger that shares nothing with the caller's list.
		 */
		public Trigger {
			columns = List.copyOf(columns);
		}

		/**
		 * Whether it sets or reads a column by its name for a backfill that is kept in
		 * step.
		 * @param column the column's name
		 * @return whether it fails when the column has another name
		 */
		public boolean keepsInStep(String column) {
			return this.name.startsWith(IN_STEP) && this.columns.contains(column);
		}

	}

	/**
	 * A sequence that a column owns.
	 *
	 * @param oid its object id
	 * @param name its schema and name
	 * @param column the column
	 * @param identity whether it is the column's identity
	 */
	public record Sequence(long oid, QualifiedName name, String column, boolean identity) {
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
	 * @param otherColumns the columns at the other end, in their order
	 * @param index the name of the index that a key is kept by, or that a foreign key
	 * refers to; null for other constraints
	 * @param inherited whether it is there only because a parent has it, so that it goes
	 * when that goes
	 * @param noInherit whether children do without it
	 * @param enforced whether new rows are checked
	 */
	public record Constraint(String name, char type, boolean validated, List<String> columns, boolean refusesNull,
			boolean incoming, @Nullable Other other, List<String> otherColumns, @Nullable String index,
			boolean inherited, boolean noInherit, boolean enforced) {

		/**
		 * Creates a constraint that shares nothing with the caller's lists.
		 */
		public Constraint {
			columns = List.copyOf(columns);
			otherColumns = List.copyOf(otherColumns);
		}

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
	 * @param oid its object id
	 * @param name its name
	 * @param valid whether queries may use it
	 * @param unique whether it is unique
	 * @param backsConstraint whether it belongs to a constraint
	 * @param columns its key columns, with an empty text for each expression
	 * @param mentions all columns that it depends on, in expressions and its predicate
	 * too
	 * @param parent the object id of the partitioned index that it is attached to, or 0
	 * @param nullsNotDistinct whether one NULL is all that a unique index takes
	 * @param partial whether a condition leaves rows out
	 */
	public record Index(long oid, String name, boolean valid, boolean unique, boolean backsConstraint,
			List<String> columns, List<String> mentions, long parent, boolean nullsNotDistinct, boolean partial) {

		/**
		 * Creates an index that shares nothing with the caller's lists.
		 */
		public Index {
			columns = List.copyOf(columns);
			mentions = List.copyOf(mentions);
		}

		/**
		 * Whether it tells every row from every other by columns alone, which is what
		 * {@code REFRESH MATERIALIZED VIEW CONCURRENTLY} asks for.
		 * @return whether it is valid, unique, and has neither expressions nor a
		 * condition
		 */
		public boolean identifiesRows() {
			return this.valid && this.unique && !this.partial && !this.columns.contains("");
		}

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
