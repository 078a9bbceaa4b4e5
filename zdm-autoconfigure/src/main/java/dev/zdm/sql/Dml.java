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
	 * Whether how many rows it writes depends on what is in tables, so that they may be
	 * very many. Of {@code COPY} nobody knows beforehand.
	 * @return false for {@code INSERT … VALUES} and {@code COPY}
	 */
	public boolean mayWriteMany() {
		return switch (this.verb) {
			case UPDATE, DELETE, MERGE -> true;
			case INSERT -> this.fromQuery || !this.alsoWritten.isEmpty();
			case COPY_FROM, COPY_TO -> false;
		};
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
