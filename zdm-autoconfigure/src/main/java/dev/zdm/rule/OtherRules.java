package dev.zdm.rule;

import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.ValidateConstraint;
import dev.zdm.sql.AlterObject;
import dev.zdm.sql.DoBlock;
import dev.zdm.sql.Statement;
import dev.zdm.sql.UnparsedDdl;

/**
 * Rules about everything else.
 */
final class OtherRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM036", "VALIDATE CONSTRAINT where something else already blocks the table", Hazard.SCAN,
					Altered.by(ValidateConstraint.class, OtherRules::validateUnderLock)),
			new Rule("ZDM090", "What this statement locks is not known", Hazard.UNKNOWN, OtherRules::unknown));

	private OtherRules() {
	}

	private static Stream<Rule.Case> validateUnderLock(ValidateConstraint validate, Altered altered) {
		Relation table = altered.table();
		Relation.Constraint constraint = table.constraint(validate.name()).orElse(null);
		boolean isAdded = constraint == null;
		if (!isAdded && constraint.validated()) {
			return Stream.empty();
		}
		String why = table.locksHeld().stream().anyMatch(LockMode::blocksWrites)
				? "This transaction already blocks writes"
				: altered.alter().actions().stream().map(AlterTableLocks::modeOf).anyMatch(LockMode::blocksWrites)
						? "Another action of the statement blocks writes" : null;
		boolean alone = isAdded || constraint.type() == 'f' || constraint.noInherit();
		return (why == null) ? Stream.empty()
				: Stream.of(new Rule.Case(
						why + ": every row is checked, and writes to " + table.name() + " wait until then.",
						"Put VALIDATE CONSTRAINT in a migration of its own.")
					.on(altered.isRewritten() ? List.of() : alone ? altered.partitions() : altered.tree()));
	}

	private static Stream<Rule.Case> unknown(Statement statement, Facts facts) {
		if (statement instanceof UnparsedDdl unparsed) {
			return Stream.of(unknown(unparsed.kind() + " is not understood; it counts as ACCESS EXCLUSIVE."));
		}
		if (statement instanceof DoBlock block && block.dynamic()) {
			return Stream.of(unknown("The block also runs statements that its text does not hold."));
		}
		if (statement instanceof AlterObject alter) {
			return alter.actions()
				.stream()
				.filter(AlterAction.Unknown.class::isInstance)
				.map((action) -> unknown("An action of the " + alter.kind() + " is not understood."));
		}
		if (statement instanceof Statement.AlterTable alter) {
			return alter.actions()
				.stream()
				.filter(AlterAction.Unknown.class::isInstance)
				.map((action) -> unknown(
						"An action of the ALTER TABLE is not understood; it counts as ACCESS EXCLUSIVE."));
		}
		return Stream.empty();
	}

	private static Rule.Case unknown(String detail) {
		return new Rule.Case(detail, "Look up which locks it takes, and for how long.");
	}

}
