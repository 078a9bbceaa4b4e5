package dev.zdm.guard;

import java.util.List;
import java.util.Locale;

import dev.zdm.plan.Plan;
import dev.zdm.rule.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with a statement.
 *
 * @param decision what
 * @param findings what the rules had to say about it
 * @param plan the steps to run instead; null unless it is rewritten
 * @param refusal the exception to throw; null unless it is refused
 */
record Verdict(Decision decision, List<Finding> findings, @Nullable Plan plan,
		@Nullable StatementRefusedException refusal) {

	static Verdict run(Decision decision, List<Finding> findings) {
		return new Verdict(decision, findings, null, null);
	}

	static Verdict rewrite(List<Finding> findings, Plan plan) {
		return new Verdict(Decision.REWRITE, findings, plan, null);
	}

	static Verdict refuse(StatementRefusedException refusal) {
		return new Verdict(Decision.REFUSE, refusal.findings(), null, refusal);
	}

	List<String> codes() {
		return this.findings.stream().map(Finding::code).distinct().toList();
	}

	/**
	 * What to do.
	 */
	enum Decision {

		/** Run it as it stands: nobody else can see what it touches. */
		FREE,
		/** Run it as it stands, its locks taken by the ladder. */
		LADDER,
		/** Run it as it stands, once, outside of any transaction of ours. */
		ONCE,
		/** Run it as it stands, however long it takes: it makes nobody wait. */
		PATIENT,
		/** Run a plan instead. */
		REWRITE,
		/** Do not run it. */
		REFUSE;

		String label() {
			return switch (this) {
				case FREE -> "free";
				case LADDER, ONCE, PATIENT -> "safe";
				case REWRITE, REFUSE -> name().toLowerCase(Locale.ROOT);
			};
		}

	}

}
