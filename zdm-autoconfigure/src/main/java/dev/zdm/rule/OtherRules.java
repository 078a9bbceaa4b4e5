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
			new Rule("ZDM036", "VALIDATE CONSTRAINT in a transaction that already blocks the table", Hazard.SCAN,
					ColumnRules.actions(ValidateConstraint.class, OtherRules::validateUnderLock)),
			new Rule("ZDM090", "What this statement locks is not known", Hazard.UNKNOWN, OtherRules::unknown));

	private OtherRules() {
	}

	private static Stream<Rule.Case> validateUnderLock(ValidateConstraint validate, Relation table, Facts facts) {
		return table.locksHeld().stream().anyMatch(LockMode::blocksWrites) ? Stream.of(new Rule.Case(
				"This transaction already blocks writes to " + table.name()
						+ "; they would wait until every row is checked.",
				"Put VALIDATE CONSTRAINT in a migration of its own.")) : Stream.empty();
	}

	private static Stream<Rule.Case> unknown(Statement statement, Facts facts) {
		if (statement instanceof Statement.OtherDdl other) {
			return Stream.of(new Rule.Case(other.kind() + " runs as it stands; it counts as ACCESS EXCLUSIVE.",
					"Look up which locks it takes, and for how long."));
		}
		if (statement instanceof Statement.AlterTable alter) {
			return alter.actions()
				.stream()
				.filter(AlterAction.Other.class::isInstance)
				.map((action) -> new Rule.Case(
						"An action of the ALTER TABLE is not understood; it counts as ACCESS EXCLUSIVE.",
						"Look up which locks it takes, and for how long."));
		}
		return Stream.empty();
	}

}
