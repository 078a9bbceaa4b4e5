package dev.zdm.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A statement that writes rows.
 *
 * @param text the statement's text
 * @param verb how it writes
 * @param target the table that is written or, by {@code COPY … TO}, read; null for a
 * copied query
 * @param only whether descendants are left out
 * @param where whether a {@code WHERE} restricts the rows
 * @param fromQuery whether the rows of an {@code INSERT} come from a query
 * @param alsoWritten the targets of statements in its {@code WITH}
 */
public record Dml(SqlText text, Verb verb, @Nullable QualifiedName target, boolean only, boolean where,
		boolean fromQuery, List<QualifiedName> alsoWritten) implements Statement.NotDdl {

	@Override
	public String kind() {
		return (this.verb == Verb.COPY_FROM || this.verb == Verb.COPY_TO) ? "COPY" : this.verb.name();
	}

	@Override
	public List<QualifiedName> relations() {
		return Names.of(this.target, null, this.alsoWritten);
	}

	/**
	 * How rows are written.
	 */
	public enum Verb {

		/** {@code INSERT}. */
		INSERT,
		/** {@code UPDATE}. */
		UPDATE,
		/** {@code DELETE}. */
		DELETE,
		/** {@code MERGE}. */
		MERGE,
		/** {@code COPY … FROM}. */
		COPY_FROM,
		/** {@code COPY … TO}, which writes none. */
		COPY_TO

	}

}
