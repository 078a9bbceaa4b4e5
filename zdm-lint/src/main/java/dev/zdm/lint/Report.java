package dev.zdm.lint;

import java.util.stream.Collectors;

import dev.zdm.guard.Judge.Outcome;
import dev.zdm.guard.StatementRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what came out of a replay.
 */
interface Report {

	/**
	 * Writes a report.
	 * @param run what came out
	 * @return the report, with its last line's end
	 */
	String of(Run run);

	/**
	 * What the guard would do instead, or what the user is to do, as text with SQL; null
	 * when nothing. A reason that is none of the findings' comes first.
	 */
	static @Nullable String instead(JudgedStatement statement) {
		StatementRefusedException refusal = statement.judgement().refusal();
		if (refusal != null) {
			boolean explained = statement.judgement()
				.findings()
				.stream()
				.anyMatch((finding) -> refusal.reason().contains(finding.title()));
			return explained ? refusal.recipe() : refusal.reason() + "\n" + refusal.recipe();
		}
		if (statement.outcome() == Outcome.REWRITE) {
			return "zdm runs these steps instead, which block nobody:\n"
					+ statement.plan().stream().map((step) -> "  " + step + ";").collect(Collectors.joining("\n"));
		}
		return null;
	}

	/**
	 * Why the user allowed a statement that the guard would not run; null when unsaid.
	 */
	static @Nullable String reason(JudgedStatement statement) {
		String reasons = statement.place()
			.statement()
			.text()
			.directives()
			.stream()
			.filter((directive) -> directive.action().equals("allow") && directive.reason() != null)
			.map((directive) -> directive.subject() + ": " + directive.reason())
			.collect(Collectors.joining("; "));
		return (statement.outcome() == Outcome.ALLOWED && !reasons.isEmpty()) ? reasons : null;
	}

}
