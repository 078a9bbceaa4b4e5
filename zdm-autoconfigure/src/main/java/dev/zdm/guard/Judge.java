package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import dev.zdm.catalog.CatalogReader;
import dev.zdm.catalog.Facts;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.Verdict.Decision;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Hazard;
import dev.zdm.rule.Impact;
import dev.zdm.rule.Rules;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Says what the guard would do with a statement, and runs nothing. Safe for use by
 * several threads.
 */
public final class Judge {

	private final GuardSettings settings;

	private final Policy policy;

	private final CatalogReader catalog = new CatalogReader();

	/**
	 * Creates a judge.
	 * @param settings what the user wants of the guard
	 */
	public Judge(GuardSettings settings) {
		this.settings = settings;
		this.policy = new Policy(settings);
	}

	/**
	 * Judges a statement as the next one on a connection. Nothing is locked but by
	 * {@link CatalogReader}, and a connection that is in no transaction is in none
	 * afterwards.
	 * @param connection the connection, in the transaction that the statement would run
	 * in; of PostgreSQL's driver, not guarded
	 * @param statement the statement
	 * @return what the guard would do
	 * @throws SQLException if the server cannot be asked
	 */
	public Judgement judge(Connection connection, Statement statement) throws SQLException {
		Deliberation deliberation = Deliberation.of(this.catalog, this.policy, connection, statement, () -> false);
		Facts facts = deliberation.facts();
		Verdict verdict = deliberation.verdict();
		if (Guard.isNobodysBusiness(statement)) {
			return new Judgement(Outcome.SAFE, facts, List.of(), Impact.NONE, false, null, null);
		}
		Outcome outcome = outcome(verdict, statement);
		List<Finding> findings = Rules.judge(statement, facts)
			.stream()
			.filter((finding) -> this.settings.of(finding.code()) != RuleMode.OFF)
			.toList();
		Plan plan = switch (outcome) {
			case REWRITE -> verdict.plan();
			case REFUSE -> Planner.plan(statement, facts).orElse(null);
			default -> null;
		};
		return new Judgement(outcome, facts, findings, Impact.of(statement, facts),
				verdict.decision() == Decision.REWRITE, plan, verdict.refusal());
	}

	private Outcome outcome(Verdict verdict, Statement statement) {
		List<Finding> findings = verdict.findings();
		boolean heeded = findings.stream().anyMatch((finding) -> this.policy.isToBeHeeded(finding, statement));
		if (verdict.decision() == Decision.REFUSE) {
			return Outcome.REFUSE;
		}
		if (verdict.decision() == Decision.REWRITE && heeded) {
			return Outcome.REWRITE;
		}
		if (findings.stream().anyMatch((finding) -> isOverridden(finding, statement))) {
			return Outcome.ALLOWED;
		}
		return findings.stream().anyMatch((finding) -> finding.hazard() == Hazard.UNKNOWN) ? Outcome.UNKNOWN
				: Outcome.SAFE;
	}

	private boolean isOverridden(Finding finding, Statement statement) {
		boolean allowed = statement.text()
			.directives()
			.stream()
			.anyMatch((directive) -> Policy.allows(directive, finding.code()));
		return (finding.isHazard() && !this.policy.isToBeHeeded(finding, statement))
				|| (finding.hazard() == Hazard.UNKNOWN && allowed);
	}

	/**
	 * What the guard does with a statement.
	 */
	public enum Outcome {

		/** It runs as it stands and makes nobody wait for long. */
		SAFE,
		/** Steps are run instead that make nobody wait for long. */
		REWRITE,
		/** It does not run. */
		REFUSE,
		/** It runs as it stands because the user said so. */
		ALLOWED,
		/** It runs as it stands, and what it locks is not known. */
		UNKNOWN;

		/**
		 * The outcome as users read it.
		 * @return its name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What there is to say about a statement.
	 *
	 * @param outcome what the guard would do
	 * @param facts what the catalog says about what the statement touches
	 * @param findings what the rules have to say, without those that the user turned off
	 * @param impact what the statement does as it stands
	 * @param beside whether it would be run past the connection's transaction
	 * @param plan the steps that would be run instead, or that would be if a refused
	 * statement were a migration of its own; null if there are none
	 * @param refusal why it would not run, and what to do instead; null if it would
	 */
	public record Judgement(Outcome outcome, Facts facts, List<Finding> findings, Impact impact, boolean beside,
			@Nullable Plan plan, @Nullable StatementRefusedException refusal) {

		/**
		 * Creates a judgement that shares nothing with the caller's lists.
		 */
		public Judgement {
			findings = List.copyOf(findings);
		}

	}

}
