package dev.zdm.rule;

import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.ValidateConstraint;
import dev.zdm.sql.Statement;

/**
 * Rules about everything else.
 */
final class OtherRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM036", "VALIDATE CONSTRAINT where something else already blocks the table", Hazard.SCAN,
					OtherRules::validateUnderLock),
			new Rule("ZDM090", "What this statement locks is not known", Hazard.UNKNOWN, OtherRules::unknown));

	private OtherRules() {
	}

	private static Stream<Rule.Case> validateUnderLock(Statement statement, Facts facts) {
		if (!(statement instanceof Statement.AlterTable alter)) {
			return Stream.empty();
		}
		String scanned = "every row is checked, and writes to " + alter.name() + " wait until then.";
		String wayOut = "Put VALIDATE CONSTRAINT in a migration of its own.";
		return facts.relation(alter.name()).filter((table) -> isValidated(alter, table)).stream().flatMap((table) -> {
			if (table.locksHeld().stream().anyMatch(LockMode::blocksWrites)) {
				return Stream.of(new Rule.Case("This transaction already blocks writes: " + scanned, wayOut));
			}
			return StatementLocks.of(statement, facts)
				.stream()
				.filter((lock) -> lock.oid() == table.oid() && lock.mode().blocksWrites())
				.map((lock) -> new Rule.Case("Another action of the statement blocks writes: " + scanned, wayOut));
		});
	}

	private static boolean isValidated(Statement.AlterTable alter, Relation table) {
		return !table.isPrivate() && alter.actions()
			.stream()
			.anyMatch((action) -> action instanceof ValidateConstraint validate
					&& !table.constraint(validate.name()).map(Relation.Constraint::validated).orElse(false));
	}

	private static Stream<Rule.Case> unknown(Statement statement, Facts facts) {
		if (statement instanceof Statement.OtherDdl other) {
			return Stream.of(new Rule.Case(other.kind() + " runs as it stands; it counts as ACCESS EXCLUSIVE.",
					"Look up which locks it takes, and for how long."));
		}
		if (statement instanceof Statement.AlterTable alter) {
			return alter.actions()
				.stream()
				.filter(AlterAction.Unknown.class::isInstance)
				.map((action) -> new Rule.Case(
						"An action of the ALTER TABLE is not understood; it counts as ACCESS EXCLUSIVE.",
						"Look up which locks it takes, and for how long."));
		}
		return Stream.empty();
	}

}
