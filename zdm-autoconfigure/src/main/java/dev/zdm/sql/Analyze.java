package dev.zdm.sql;

import java.util.List;

/**
 * {@code ANALYZE}.
 *
 * @param text the statement's text
 * @param relations the tables to analyze; empty for all of the database
 */
public record Analyze(SqlText text, List<QualifiedName> relations) implements Statement.NotDdl {

	@Override
	public String kind() {
		return "ANALYZE";
	}

}
