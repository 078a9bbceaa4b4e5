package dev.zdm.sql;

import java.util.List;

/**
 * DDL that is not understood.
 *
 * @param text the statement's text
 * @param kind its leading key words in capitals
 * @param relations the relations that it was seen to name
 * @param position the offset in the source of the first token that was not understood
 * @param reason why it is not understood
 */
public record UnparsedDdl(SqlText text, String kind, List<QualifiedName> relations, int position,
		String reason) implements Statement.OtherDdl {

}
