package dev.zdm.sql;

import java.util.List;

/**
 * {@code DO}: a block of code that runs at once.
 *
 * @param text the statement's text
 * @param language the language of the block
 * @param statements the statements found in the block, those of an {@code EXECUTE} with a
 * plain literal included; whether and how often they run is not known
 * @param dynamic whether the block also runs statements that its text does not hold: an
 * {@code EXECUTE} of an expression, or a language that is not understood
 */
public record DoBlock(SqlText text, String language, List<Statement> statements,
		boolean dynamic) implements Statement.OtherDdl {

	@Override
	public String kind() {
		return "DO";
	}

	@Override
	public List<QualifiedName> relations() {
		return this.statements.stream()
			.filter((statement) -> !(statement instanceof Statement.NotDdl))
			.flatMap((statement) -> statement.relations().stream())
			.distinct()
			.toList();
	}

}
