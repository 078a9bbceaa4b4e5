package dev.zdm.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A query, or any other statement that is neither DDL nor of a kind of its own.
 *
 * @param text the statement's text
 * @param kind its leading key words in capitals
 * @param into the table that {@code SELECT INTO} creates, or null
 * @param temporary whether nobody else will see that table
 * @param written the targets of statements in its {@code WITH}
 */
public record Query(SqlText text, String kind, @Nullable QualifiedName into, boolean temporary,
		List<QualifiedName> written) implements Statement.NotDdl {

	@Override
	public List<QualifiedName> relations() {
		return this.written;
	}

}
