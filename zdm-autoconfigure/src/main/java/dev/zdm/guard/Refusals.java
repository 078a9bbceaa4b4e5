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
		return new StatementRefusedException(statement.text().text(), hazards, reasons(hazards),
				"Instead:\n" + instead + "\n" + override(hazards));
	}

	/**
	 * A statement whose safe form needs transactions of its own, sent in one that is in
	 * the way.
	 */
	static StatementRefusedException inTheWay(Statement statement, List<Finding> hazards, Plan plan, String obstacle) {
		return new StatementRefusedException(statement.text().text(), hazards, reasons(hazards),
				"Instead: put it in a migration of its own; zdm then runs these steps:\n" + plan.toSql()
						+ ";\nIt cannot here: " + obstacle + "\n" + override(hazards));
	}

	static StatementRefusedException allowWithoutReason(Statement statement, List<Finding> hazards, String code) {
		return new StatementRefusedException(statement.text().text(), hazards, "zdm:allow " + code + " has no reason.",
				"Say why it is safe here, for those who read it later:  -- zdm:allow " + code + " reason=\"…\"");
	}

	private static String reasons(List<Finding> hazards) {
		return hazards.stream()
			.map((finding) -> finding.code() + " " + finding.title() + ".\n  " + finding.detail())
			.collect(Collectors.joining("\n"));
	}

	private static String override(List<Finding> hazards) {
		String code = hazards.get(0).code();
		return "To run it as it stands all the same, write the comment  -- zdm:allow " + code
				+ " reason=\"…\"  on the line before it or inside it, or set zdm.guard.rules." + code + ": warn";
	}

}
