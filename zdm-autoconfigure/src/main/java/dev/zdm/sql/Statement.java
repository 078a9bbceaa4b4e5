package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One SQL command, understood as far as the guard needs it.
 */
public sealed interface Statement {

	/**
	 * The text that was understood.
	 * @return the statement's own text
	 */
	SqlText text();

	/**
	 * The command.
	 * @return its key words in capitals, such as {@code CREATE INDEX}
	 */
	String kind();

	/**
	 * The relations that must exist before the statement runs and that it locks, as far
	 * as its text names them.
	 * @return their names, the main one first
	 */
	List<QualifiedName> relations();

	/**
	 * Anything but DDL: the driver's business.
	 */
	sealed interface NotDdl extends Statement
			permits Analyze, Dml, LockTables, Query, SettingChange, TransactionControl {

	}

	/**
	 * DDL about anything but single tables and indexes. What it locks follows from its
	 * kind and names; where no rule knows that, it counts as {@code ACCESS EXCLUSIVE}.
	 */
	sealed interface OtherDdl extends Statement permits AlterObject, CreateObject, DoBlock, ObjectCommand, UnparsedDdl {

	}

	/**
	 * {@code CREATE TABLE}.
	 *
	 * @param text the statement's text
	 * @param name the table to create
	 * @param temporary whether nobody else will see it
	 * @param references the tables that its foreign keys refer to
	 * @param partitionOf the parent that it becomes a partition of, or null
	 * @param bound the rows that it takes as a partition, from {@code FOR VALUES} on, or
	 * {@code DEFAULT}; null when it is no partition
	 * @param clauses what stands behind that, such as {@code PARTITION BY} or
	 * {@code WITH}; an empty text when it is no partition
	 * @param inherits the tables that it inherits from
	 * @param like the relations whose columns it copies; they are locked for reading only
	 * and are not among {@link #relations()}
	 * @param elements its columns, as if they were added one by one, and its constraints
	 * @param options what else the text asks for
	 */
	record CreateTable(SqlText text, QualifiedName name, boolean temporary, List<QualifiedName> references,
			@Nullable QualifiedName partitionOf, @Nullable String bound, String clauses, List<QualifiedName> inherits,
			List<QualifiedName> like, List<AlterAction> elements, Set<Option> options) implements Statement {

		@Override
		public String kind() {
			return "CREATE TABLE";
		}

		@Override
		public List<QualifiedName> relations() {
			return (this.partitionOf != null)
					? Names.join(Names.join(List.of(this.partitionOf), this.inherits), this.references)
					: Names.join(this.inherits, this.references);
		}

	}

	/**
	 * {@code CREATE INDEX}.
	 *
	 * @param text the statement's text
	 * @param name the index to create, or null when PostgreSQL shall choose a name
	 * @param table the table or materialized view that is indexed
	 * @param unique whether the index is unique
	 * @param concurrently whether the text asks for a concurrent build
	 * @param ifNotExists whether an existing index of the name is no error
	 * @param only whether partitions are left out
	 * @param definition the rest of the statement behind the table's name
	 */
	record CreateIndex(SqlText text, @Nullable String name, QualifiedName table, boolean unique, boolean concurrently,
			boolean ifNotExists, boolean only, String definition) implements Statement {

		@Override
		public String kind() {
			return "CREATE INDEX";
		}

		@Override
		public List<QualifiedName> relations() {
			return List.of(this.table);
		}

	}

	/**
	 * {@code DROP INDEX}.
	 *
	 * @param text the statement's text
	 * @param names the indexes to drop
	 * @param concurrently whether the text asks for a concurrent drop
	 * @param ifExists whether a missing index is no error
	 * @param cascade whether what depends on the index goes too
	 */
	record DropIndex(SqlText text, List<QualifiedName> names, boolean concurrently, boolean ifExists,
			boolean cascade) implements Statement {

		@Override
		public String kind() {
			return "DROP INDEX";
		}

		@Override
		public List<QualifiedName> relations() {
			return this.names;
		}

	}

	/**
	 * {@code ALTER TABLE}.
	 *
	 * @param text the statement's text
	 * @param name the table to alter
	 * @param only whether descendants are left out
	 * @param ifExists whether a missing table is no error
	 * @param actions what to do, in order
	 * @param ranges where each action stands in the source; empty when that is not known
	 */
	record AlterTable(SqlText text, QualifiedName name, boolean only, boolean ifExists, List<AlterAction> actions,
			List<Range> ranges) implements Statement {

		/**
		 * Creates an {@code ALTER TABLE} whose actions stand nowhere in the source.
		 * @param text the statement's text
		 * @param name the table to alter
		 * @param only whether descendants are left out
		 * @param ifExists whether a missing table is no error
		 * @param actions what to do, in order
		 */
		public AlterTable(SqlText text, QualifiedName name, boolean only, boolean ifExists, List<AlterAction> actions) {
			this(text, name, only, ifExists, actions, List.of());
		}

		@Override
		public String kind() {
			return "ALTER TABLE";
		}

		@Override
		public List<QualifiedName> relations() {
			return Names.join(List.of(this.name),
					this.actions.stream().flatMap((action) -> action.references().stream()).toList());
		}

	}

}
