package dev.zdm.sql;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One action of an {@code ALTER TABLE}.
 */
public sealed interface AlterAction {

	/**
	 * The text of the action.
	 * @return the action as it was written
	 */
	String text();

	/**
	 * The other tables that the action names.
	 * @return the names of referenced tables
	 */
	default List<QualifiedName> references() {
		return List.of();
	}

	/**
	 * {@code ADD COLUMN}.
	 *
	 * @param text the action as it was written
	 * @param column the column's name
	 * @param type the type as it was written, unquoted words in lower case
	 * @param defaultExpression the default, or null when there is none
	 * @param notNull whether the column is declared {@code NOT NULL}
	 * @param constraints the kinds of constraint declared with the column that are
	 * enforced
	 * @param references the tables that the column refers to
	 * @param generation how the column's value is generated
	 * @param ifNotExists whether an existing column of the name is no error
	 * @param parts the definition, taken apart, of a column that is added to a table;
	 * with nothing in it for one that a table is created with
	 */
	record AddColumn(String text, String column, String type, @Nullable String defaultExpression, boolean notNull,
			Set<ConstraintKind> constraints, List<QualifiedName> references, Generation generation, boolean ifNotExists,
			ColumnParts parts) implements AlterAction {

		/**
		 * The column without constraints and without anything that gives it a value.
		 * @return the action that adds just that
		 */
		public AddColumn bare() {
			return bare(this.type, "");
		}

		/**
		 * The column without constraints and without anything that gives it a value.
		 * @param type the type that it shall have
		 * @param behind what shall stand behind it
		 * @return the action that adds just that
		 */
		public AddColumn bare(String type, String behind) {
			String text = "ADD COLUMN " + (this.ifNotExists ? "IF NOT EXISTS " : "")
					+ QualifiedName.quoteIfNeeded(this.column) + " " + type + this.parts.attributes() + behind;
			return new AddColumn(text, this.column, type, null, false, Set.of(), List.of(), Generation.NONE,
					this.ifNotExists, ColumnParts.NONE);
		}

	}

	/**
	 * {@code DROP COLUMN}.
	 *
	 * @param text the action as it was written
	 * @param column the column's name
	 * @param ifExists whether a missing column is no error
	 * @param cascade whether what depends on the column goes too
	 */
	record DropColumn(String text, String column, boolean ifExists, boolean cascade) implements AlterAction {
	}

	/**
	 * {@code ALTER COLUMN … SET NOT NULL}.
	 *
	 * @param text the action as it was written
	 * @param column the column's name
	 */
	record SetNotNull(String text, String column) implements AlterAction {
	}

	/**
	 * {@code ALTER COLUMN … TYPE}.
	 *
	 * @param text the action as it was written
	 * @param column the column's name
	 * @param type the new type as it was written, unquoted words in lower case
	 * @param collated whether a collation is named
	 * @param using the expression of {@code USING}, or null
	 */
	record AlterType(String text, String column, String type, boolean collated,
			@Nullable String using) implements AlterAction {
	}

	/**
	 * {@code ADD CONSTRAINT}.
	 *
	 * @param text the action as it was written
	 * @param name the constraint's name, or null when PostgreSQL shall choose one
	 * @param kind which kind of constraint
	 * @param columns the columns of a key, a foreign key or {@code NOT NULL}
	 * @param definition the constraint without its name
	 * @param referenced the table that a foreign key refers to, or null
	 * @param usingIndex the index that a key takes over, or null
	 * @param ownIndex the index that a key creates for itself, or null
	 * @param notValid whether existing rows are left unchecked, now or for ever
	 * @param enforced whether new rows are checked; false for {@code NOT ENFORCED}
	 * (PostgreSQL 18)
	 * @param noInherit whether descendants do without it
	 */
	record AddConstraint(String text, @Nullable String name, ConstraintKind kind, List<String> columns,
			String definition, @Nullable QualifiedName referenced, @Nullable String usingIndex,
			@Nullable KeyIndex ownIndex, boolean notValid, boolean enforced, boolean noInherit) implements AlterAction {

		@Override
		public List<QualifiedName> references() {
			return (this.referenced != null) ? List.of(this.referenced) : List.of();
		}

	}

	/**
	 * {@code DROP CONSTRAINT}.
	 *
	 * @param text the action as it was written
	 * @param name the constraint's name
	 * @param ifExists whether a missing constraint is no error
	 * @param cascade whether what depends on the constraint goes too
	 */
	record DropConstraint(String text, String name, boolean ifExists, boolean cascade) implements AlterAction {
	}

	/**
	 * {@code VALIDATE CONSTRAINT}.
	 *
	 * @param text the action as it was written
	 * @param name the constraint's name
	 */
	record ValidateConstraint(String text, String name) implements AlterAction {
	}

	/**
	 * {@code RENAME} of the table, a column or a constraint.
	 *
	 * @param text the action as it was written
	 * @param subject what is renamed
	 * @param from the old name; null for the table itself
	 * @param to the new name
	 */
	record Rename(String text, RenameSubject subject, @Nullable String from, String to) implements AlterAction {
	}

	/**
	 * An action on a column that changes the catalog only, needs its lock for an instant,
	 * and may be repeated.
	 *
	 * @param text the action as it was written
	 * @param kind what it does
	 * @param column the column's name, or its number in an index
	 */
	record Instant(String text, ActionKind kind, String column) implements AlterAction {

		/**
		 * Whether its lock lets reads and writes pass.
		 * @return true for {@code SET STATISTICS} only
		 */
		public boolean mild() {
			return this.kind == ActionKind.SET_STATISTICS;
		}

	}

	/**
	 * An action whose locks are not known to zdm; where no rule knows better it counts as
	 * {@code ACCESS EXCLUSIVE}.
	 */
	sealed interface Other extends AlterAction permits Change, Unknown {

	}

	/**
	 * An action that is understood by its kind.
	 *
	 * @param text the action as it was written
	 * @param kind what it does
	 * @param name what it does it to: a column, constraint, trigger, rule, index,
	 * attribute or value, or null when that is the object itself
	 * @param argument what it sets, such as an owner, schema, type or partition bound, as
	 * it was written but names as they are stored; null when there is nothing to say
	 * @param references the other relations that it names
	 * @param options what else the text asks for
	 */
	record Change(String text, ActionKind kind, @Nullable String name, @Nullable String argument,
			List<QualifiedName> references, Set<Option> options) implements Other {
	}

	/**
	 * An action that is not understood.
	 *
	 * @param text the action as it was written
	 * @param position the offset in the source of the first token that was not understood
	 * @param reason why it is not understood
	 */
	record Unknown(String text, int position, String reason) implements Other {
	}

	/**
	 * The index of a key, as {@code CREATE UNIQUE INDEX} would make it by itself.
	 *
	 * @param included the columns that it only carries
	 * @param definition what stands behind the table's name, from the columns on
	 * @param attributes what the constraint adds to its index, such as
	 * {@code DEFERRABLE}, or an empty text
	 */
	record KeyIndex(List<String> included, String definition, String attributes) {
	}

	/**
	 * Kinds of constraint.
	 */
	enum ConstraintKind {

		/** {@code CHECK}. */
		CHECK,
		/** {@code FOREIGN KEY} or {@code REFERENCES}. */
		FOREIGN_KEY,
		/** {@code UNIQUE}. */
		UNIQUE,
		/** {@code PRIMARY KEY}. */
		PRIMARY_KEY,
		/**
		 * {@code EXCLUDE}, and a key {@code WITHOUT OVERLAPS} (PostgreSQL 18), which is
		 * one.
		 */
		EXCLUDE,
		/** {@code NOT NULL}, as a table constraint from PostgreSQL 18 on. */
		NOT_NULL

	}

	/**
	 * How a column gets its values.
	 */
	enum Generation {

		/** From the application or a default. */
		NONE,
		/** From a sequence, {@code GENERATED … AS IDENTITY} or a {@code serial} type. */
		SEQUENCE,
		/** From an expression, kept in the row. */
		STORED,
		/** From an expression, computed when read (PostgreSQL 18). */
		VIRTUAL

	}

	/**
	 * What is renamed.
	 */
	enum RenameSubject {

		/** The table. */
		TABLE,
		/** Anything else that is altered, itself. */
		OBJECT,
		/** A column. */
		COLUMN,
		/** A constraint. */
		CONSTRAINT,
		/** An attribute of a composite type. */
		ATTRIBUTE,
		/** A value of an enum. */
		VALUE

	}

}
