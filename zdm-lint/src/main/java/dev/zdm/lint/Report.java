package dev.zdm.lint;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.guard.Allowance;
import dev.zdm.guard.Judge.Outcome;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.rule.Finding;
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
	 * Why the statement is run as it stands although the guard would not; null when it is
	 * not, or nothing is known.
	 */
	static @Nullable String reason(JudgedStatement statement) {
		String reasons = statement.judgement()
			.allowances()
			.stream()
			.map((allowance) -> isWord(allowance) ? allowance.code() + ": " + allowance.reason() : allowance.toString())
			.collect(Collectors.joining("; "));
		return reasons.isEmpty() ? null : reasons;
	}

	/** Whether it is said in the statement itself. */
	static boolean isWord(Allowance allowance) {
		return allowance.by().equals("zdm:allow");
	}

	/** How to learn more about the rules that were found; null when none was. */
	static @Nullable String more(Stream<Finding> findings) {
		String codes = findings.map(Finding::code).distinct().sorted().collect(Collectors.joining(", "));
		return codes.isEmpty() ? null : "zdm-lint --explain CODE tells more about " + codes;
	}

}
