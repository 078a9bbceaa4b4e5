package dev.zdm.rule;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.sql.DoBlock;
import dev.zdm.sql.Statement;

/**
 * The catalogue of rules.
 */
public final class Rules {

	private static final List<Rule> RULES = Stream
		.of(IndexRules.ALL, ColumnRules.ALL, ConstraintRules.ALL, TypeRules.ALL, TableRules.ALL, PartitionRules.ALL,
				TransactionRules.ALL, MaintenanceRules.ALL, DropRules.ALL, ObjectRules.ALL, OtherRules.ALL)
		.flatMap(List::stream)
		.sorted(Comparator.comparing(Rule::code))
		.toList();

	private Rules() {
	}

	/**
	 * Judges a statement.
	 * @param statement the statement
	 * @param facts what the catalog says about what it touches
	 * @return what there is to say, in the order of the rules; nothing when the statement
	 * touches only what no other session can see
	 */
	public static List<Finding> judge(Statement statement, Facts facts) {
		if (facts.isFree(statement)) {
			return List.of();
		}
		List<Statement> parts = parts(statement).toList();
		return RULES.stream().flatMap((rule) -> parts.stream().flatMap((part) -> rule.findings(part, facts))).toList();
	}

	/** The statement, and what is in it when it is a block. */
	private static Stream<Statement> parts(Statement statement) {
		return (statement instanceof DoBlock block) ? Stream.concat(Stream.of(statement),
				block.statements()
					.stream()
					.filter((inner) -> !(inner instanceof Statement.NotDdl))
					.flatMap(Rules::parts))
				: Stream.of(statement);
	}

	/**
	 * The codes of all rules.
	 * @return the codes, in order
	 */
	public static List<String> codes() {
		return RULES.stream().map(Rule::code).toList();
	}

}
