package dev.zdm.guard;

import java.util.List;
import java.util.stream.Collectors;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillOutlook;
import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.BackfillState;
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

	static StatementRefusedException misspelt(Statement statement, String problem) {
		return new StatementRefusedException(statement.text().text(), List.of(), problem,
				"Words to zdm in a comment are  -- zdm:allow ZDM… reason=\"…\"  and  -- zdm:requires backfill NAME  or"
						+ "  -- zdm:requires backfill NAME or wait  up to the end of the line.");
	}

	static StatementRefusedException unknownBackfill(Statement statement, String name, List<String> declared) {
		return new StatementRefusedException(statement.text().text(), List.of(),
				"It requires backfill " + name + ", and there is none of that name.",
				(declared.isEmpty() ? "The application declares no backfills."
						: "The application declares: " + String.join(", ", declared) + ".")
						+ " Correct the name, or declare it, as a bean or as zdm.backfills." + name
						+ ", and keep it for as long as this migration may run.");
	}

	/** One whose backfill waits for a migration that cannot run before it. */
	static StatementRefusedException waitsForMigration(Statement statement, Backfill backfill, String migration,
			MigrationSource source) {
		boolean itself = source.is(migration);
		return new StatementRefusedException(statement.text().text(), List.of(), "It requires backfill "
				+ backfill.name() + ", which waits for migration " + migration
				+ (itself ? ", this very one: each would wait for the other, for ever."
						: ", which has not run: no other one runs while this one waits, so both would, for ever."),
				"Put the statement in a migration after " + migration + ", or let the backfill wait for "
						+ (itself ? "an earlier one" : "none that comes after this one") + " (after-migration).");
	}

	static StatementRefusedException unfinished(Statement statement, Backfill backfill, BackfillOutlook outlook,
			RequirementSettings settings) {
		String name = backfill.name();
		boolean stopped = outlook.state()
			.filter((state) -> state == BackfillState.PAUSED || state == BackfillState.CANCELLED)
			.isPresent();
		String endpoint = "/actuator/migrations/" + name;
		return new StatementRefusedException(statement.text().text(), List.of(),
				"It requires backfill " + name + ", which " + standing(backfill, outlook, settings) + ".",
				stopped ? "Resume it: POST {\"action\": \"resume\"} to " + endpoint
						+ " of any instance, or  update zdm.backfill set state = 'waiting' where name = '" + name
						+ "'  and run the migration again when it is done."
						: "Run the migration again when it is done, GET " + endpoint
								+ " tells when; or let the migration work on it and wait, however long that takes:"
								+ "  -- zdm:requires backfill " + name
								+ " or wait  (for all: zdm.backfill.requires.unfinished: wait).");
	}

	private static String standing(Backfill backfill, BackfillOutlook outlook, RequirementSettings settings) {
		BackfillProgress progress = outlook.progress();
		Long rows = outlook.rows();
		String left = (rows == null) ? "how many rows are left could not be counted in time"
				: (rows > settings.runRows())
						? "more than %,d rows of %s are left".formatted(settings.runRows(), backfill.table())
						: "%,d rows of %s are left".formatted(rows, backfill.table());
		if (progress == null) {
			return "has not begun: " + left;
		}
		return switch (progress.state()) {
			case DONE -> (progress.rowsAside() > 0)
					? "is done but for %,d rows that are put aside in zdm.backfill_aside"
						.formatted(progress.rowsAside())
					: "is done, but again " + left + ": they were written by something that does not know of it";
			case FAILED -> "has failed: " + progress.lastError();
			default -> "is %s, at %.1f %%: about %,d rows of %s are left%s%s".formatted(progress.state(),
					progress.percent(), progress.rowsRemaining(), progress.table(), (progress.timeLeft() != null)
							? ", which takes about " + progress.timeLeft().toSeconds() + " s" : "",
					progress.reason().isEmpty() ? "" : "; " + progress.reason());
		};
	}

	static StatementRefusedException requiredInTransaction(Statement statement, Backfill backfill) {
		return new StatementRefusedException(statement.text().text(), List.of(),
				"It requires backfill " + backfill.name() + ", which is not done, and this transaction has changed or "
						+ "locked " + backfill.table() + ": the backfill would wait for it, and it for the backfill.",
				"Instead: put it first in a migration of its own.");
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
