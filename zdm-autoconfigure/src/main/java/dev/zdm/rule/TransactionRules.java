package dev.zdm.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.sql.Dml;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * Rules about what else a transaction does while it blocks others.
 */
final class TransactionRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM080", "One transaction blocks several tables", Hazard.NONE, TransactionRules::severalLocks),
			new Rule("ZDM081", "Rows are written while the transaction blocks others", Hazard.NONE,
					TransactionRules::writesUnderLock),
			new Rule("ZDM082", "Many rows are written by one statement", Hazard.MANY_ROWS,
					TransactionRules::writesManyRows));

	private TransactionRules() {
	}

	private static Stream<Rule.Case> severalLocks(Statement statement, Facts facts) {
		List<QualifiedName> blocked = facts.session().blocked();
		if (blocked.isEmpty() || statement instanceof Statement.NotDdl) {
			return Stream.empty();
		}
		List<RelationLock> more = StatementLocks.of(statement, facts)
			.stream()
			.filter((lock) -> lock.mode().blocksWrites() && !blocked.contains(lock.relation()))
			.toList();
		return more.isEmpty() ? Stream.empty()
				: Stream.of(new Rule.Case(
						"This transaction already blocks " + names(blocked) + " and now takes "
								+ more.stream().map(RelationLock::toString).collect(Collectors.joining(", "))
								+ ": whoever uses them in the other order is in a deadlock with it.",
						"Put it in a migration of its own: one table a transaction."));
	}

	private static Stream<Rule.Case> writesUnderLock(Statement statement, Facts facts) {
		List<QualifiedName> blocked = facts.session().blocked();
		return (statement instanceof Dml dml && dml.verb() != Dml.Verb.COPY_TO && !blocked.isEmpty())
				? Stream.of(new Rule.Case(
						"This transaction blocks " + names(blocked) + " until it ends, and that is not before "
								+ dml.kind() + " is done with all its rows.",
						"Write rows before the DDL or, if they are many, by a backfill."))
				: Stream.empty();
	}

	private static Stream<Rule.Case> writesManyRows(Statement statement, Facts facts) {
		Facts.Writes writes = facts.writes();
		return (statement instanceof Dml dml && writes != null && writes.tooMany()) ? Stream.of(new Rule.Case(
				("PostgreSQL expects %s to write about %,d rows, more than %,d. Until its transaction ends whoever "
						+ "changes one of them waits, no vacuum removes what is dead anywhere, and replicas fall "
						+ "behind.")
					.formatted(dml.kind(), writes.rows(), writes.limit()),
				BackfillRecipe.of(dml))) : Stream.empty();
	}

	private static String names(List<QualifiedName> relations) {
		return relations.stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
	}

}
