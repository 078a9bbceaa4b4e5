package dev.zdm.jdbc;

import java.util.List;

import dev.zdm.guard.Judge.Judgement;
import dev.zdm.guard.Judge.Outcome;
import dev.zdm.guard.StatementRefusedException;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Step;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Impact;
import dev.zdm.sql.SqlText;
import org.jspecify.annotations.Nullable;

/**
 * What would be done with one statement.
 *
 * @param sql its text as it was written, with its literals
 * @param verdict what would be done with it
 * @param findings what the rules have to say about it
 * @param impact the locks that it takes and the work that it does under them, as it
 * stands; also where steps would be run instead
 * @param steps what would be run instead, with the locks of each, in order; empty when
 * the statement would be run as it stands. Of a refused statement, what would be run if
 * zdm were allowed to, such as in mode {@code refuse}
 * @param refusal why it would not run and what to do instead; null unless it is refused
 */
public record PlannedStatement(String sql, Outcome verdict, List<Finding> findings, Impact impact, List<Step> steps,
		@Nullable String refusal) {

	/**
	 * Creates a statement that shares nothing with the caller's lists.
	 */
	public PlannedStatement {
		findings = List.copyOf(findings);
		steps = List.copyOf(steps);
	}

	static PlannedStatement of(SqlText text, Judgement judgement) {
		Plan plan = judgement.plan();
		StatementRefusedException refusal = judgement.refusal();
		return new PlannedStatement(text.text(), judgement.outcome(), judgement.findings(), judgement.impact(),
				(plan != null) ? plan.steps() : List.of(),
				(refusal != null) ? refusal.reason() + "\n" + refusal.recipe() : null);
	}

}
