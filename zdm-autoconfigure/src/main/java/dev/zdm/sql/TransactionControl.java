package dev.zdm.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A statement that begins, ends or parts a transaction.
 *
 * @param text the statement's text
 * @param verb what it does
 * @param savepoint the name of the savepoint, or null
 */
public record TransactionControl(SqlText text, Verb verb, @Nullable String savepoint) implements Statement.NotDdl {

	@Override
	public String kind() {
		return this.verb.name().replace('_', ' ');
	}

	@Override
	public List<QualifiedName> relations() {
		return List.of();
	}

	/**
	 * What becomes of the transaction.
	 */
	public enum Verb {

		/** {@code BEGIN} or {@code START TRANSACTION}. */
		BEGIN,
		/** {@code COMMIT} or {@code END}. */
		COMMIT,
		/** {@code ROLLBACK} or {@code ABORT}. */
		ROLLBACK,
		/** {@code SAVEPOINT}. */
		SAVEPOINT,
		/** {@code RELEASE SAVEPOINT}. */
		RELEASE,
		/** {@code ROLLBACK TO SAVEPOINT}. */
		ROLLBACK_TO,
		/** {@code PREPARE TRANSACTION}. */
		PREPARE,
		/** {@code COMMIT PREPARED}. */
		COMMIT_PREPARED,
		/** {@code ROLLBACK PREPARED}. */
		ROLLBACK_PREPARED

	}

}
