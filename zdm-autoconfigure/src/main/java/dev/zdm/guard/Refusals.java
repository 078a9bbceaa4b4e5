package dev.zdm.guard;

import java.util.List;
import java.util.stream.Collectors;

import dev.zdm.plan.Plan;
import dev.zdm.rule.Finding;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Words refusals: what was refused, which lock or work it would cost, what to do instead,
 * how to override.
 */
final class Refusals {

	private Refusals() {
	}

	/** A statement that has no safe form, or has one that must not be run unasked. */
	static StatementRefusedException unsafe(Statement statement, List<Finding> hazards, @Nullable Plan plan) {
		String instead = (plan != null)
				? "Run these steps, each in a transaction of its own, concurrent ones in none:\n" + plan.toSql()
				: hazards.stream().map(Finding::wayOut).distinct().collect(Collectors.joining("\n"));
		return new StatementRefusedException(statement.text().text(), hazards, reasons(statement, hazards),
				"Instead:\n" + instead + "\n" + override(hazards));
	}

	/**
	 * A statement whose safe form needs transactions of its own, sent in one that is in
	 * the way.
	 */
	static StatementRefusedException inTheWay(Statement statement, List<Finding> hazards, Plan plan, String obstacle) {
		return new StatementRefusedException(statement.text().text(), hazards, reasons(statement, hazards),
				"Instead: put it in a migration of its own; zdm then runs these steps:\n" + plan.toSql()
						+ "\nIt cannot here: " + obstacle + "\n" + override(hazards));
	}

	static StatementRefusedException allowWithoutReason(Statement statement, List<Finding> hazards, String code) {
		String allow = "zdm:allow " + (code.isEmpty() ? "ZDM…" : code);
		return new StatementRefusedException(statement.text().text(), hazards, allow + " has no reason.",
				"Say why it is safe here, for those who read it later:  -- " + allow + " reason=\"…\"");
	}

	private static String reasons(Statement statement, List<Finding> hazards) {
		String reasons = hazards.stream()
			.map((finding) -> finding.code() + " " + finding.title() + ".\n  " + finding.detail())
			.collect(Collectors.joining("\n"));
		String misspelt = Rulings.misspelt(statement);
		return (misspelt != null) ? reasons + "\n" + misspelt : reasons;
	}

	private static String override(List<Finding> hazards) {
		List<String> codes = hazards.stream().map(Finding::code).distinct().toList();
		return "To run it as it stands all the same, write the comment  -- zdm:allow " + String.join(", ", codes)
				+ " reason=\"…\"  on the line before it or inside it, or set zdm.guard.rules." + codes.get(0)
				+ ": warn. About the rule: zdm-lint --explain " + codes.get(0);
	}

}
