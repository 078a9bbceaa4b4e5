package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.zdm.catalog.CatalogReader;
import dev.zdm.catalog.Facts;
import dev.zdm.guard.Verdict.Decision;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Hazard;
import dev.zdm.rule.Impact;
import dev.zdm.sql.Dml;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Says what the guard would do with a statement, and runs nothing. Safe for use by
 * several threads.
 */
public final class Judge {

	private final Policy policy;

	private final CatalogReader catalog = new CatalogReader();

	/**
	 * Creates a judge.
	 * @param settings what the user wants of the guard
	 */
	public Judge(GuardSettings settings) {
		this.policy = new Policy(settings);
	}

	/**
	 * Whether the guard does not look at what comes from a source.
	 * @param source the source
	 * @return whether it is switched off, or the source too old
	 */
	public boolean ignores(MigrationSource source) {
		return this.policy.ignores(source);
	}

	/**
	 * Judges a statement as the next one on a connection. Nothing is locked but by
	 * {@link CatalogReader}, and a connection that is in no transaction is in none
	 * afterwards.
	 * @param connection the connection, in the transaction that the statement would run
	 * in; of PostgreSQL's driver, not guarded
	 * @param statement the statement
	 * @param source where it comes from
	 * @return what the guard would do
	 * @throws SQLException if the server cannot be asked
	 */
	public Judgement judge(Connection connection, Statement statement, MigrationSource source) throws SQLException {
		Deliberation deliberation = Deliberation.of(this.catalog::read, this.policy, connection, statement, source,
				Deliberation.History.NONE);
		Facts facts = deliberation.facts();
		Verdict verdict = deliberation.verdict();
		StatementRefusedException misspelt = Requirement.misspelt(statement);
		if (misspelt != null) {
			return new Judgement(Outcome.REFUSE, facts, List.of(), List.of(), Impact.of(statement, facts), false, null,
					misspelt, null);
		}
		if (Guard.isNobodysBusiness(statement) && (facts.writes() == null || !facts.writes().tooMany())) {
			List<Finding> remarks = (statement instanceof Dml) ? findings(this.policy.rulings(statement, facts, source))
					: List.of();
			return new Judgement(Outcome.SAFE, facts, remarks, List.of(), Impact.NONE, false, null, null, null);
		}
		List<Ruling> rulings = this.policy.rulings(statement, facts, source);
		List<Finding> findings = findings(rulings);
		String note = Rulings.misspelt(statement);
		List<Allowance> allowances = (verdict.decision() == Decision.FREE) ? List.of()
				: allowances(rulings, this.policy.passes(facts));
		Outcome outcome = outcome(statement, verdict, rulings, allowances);
		Plan plan = switch (outcome) {
			case REWRITE -> verdict.plan();
			case REFUSE -> Planner.plan(statement, facts).orElse(null);
			default -> null;
		};
		return new Judgement(outcome, facts, findings, (outcome == Outcome.ALLOWED) ? allowances : List.of(),
				Impact.of(statement, facts), verdict.decision() == Decision.REWRITE, plan, verdict.refusal(), note);
	}

	/**
	 * Judges a statement that comes from no migration.
	 * @param connection the connection
	 * @param statement the statement
	 * @return what the guard would do
	 * @throws SQLException if the server cannot be asked
	 */
	public Judgement judge(Connection connection, Statement statement) throws SQLException {
		return judge(connection, statement, MigrationSource.application());
	}

	private static List<Finding> findings(List<Ruling> rulings) {
		return rulings.stream().map(Ruling::finding).toList();
	}

	/** What lets findings pass; a setting may let all pass that would be heeded. */
	private static List<Allowance> allowances(List<Ruling> rulings, @Nullable String forAll) {
		return rulings.stream()
			.map((ruling) -> (ruling.heeded() && forAll != null) ? new Allowance(ruling.finding().code(), forAll, null)
					: ruling.allowance())
			.filter(Objects::nonNull)
			.distinct()
			.toList();
	}

	private static Outcome outcome(Statement statement, Verdict verdict, List<Ruling> rulings,
			List<Allowance> allowances) {
		boolean heeded = rulings.stream().anyMatch(Ruling::heeded);
		if (verdict.decision() == Decision.REFUSE) {
			return Outcome.REFUSE;
		}
		if (verdict.decision() == Decision.REWRITE && (heeded || statement instanceof ObjectCommand)) {
			return Outcome.REWRITE;
		}
		if (!allowances.isEmpty()) {
			return Outcome.ALLOWED;
		}
		return verdict.findings().stream().anyMatch((finding) -> finding.hazard() == Hazard.UNKNOWN) ? Outcome.UNKNOWN
				: Outcome.SAFE;
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
	 * @param allowances what let findings pass, when the outcome is
	 * {@link Outcome#ALLOWED}
	 * @param impact what the statement does as it stands
	 * @param beside whether it would be run past the connection's transaction
	 * @param plan the steps that would be run instead, or that would be if a refused
	 * statement were a migration of its own; null if there are none
	 * @param refusal why it would not run, and what to do instead; null if it would
	 * @param note what is wrong with a {@code zdm:allow} in it that has no effect; null
	 * if nothing is
	 */
	public record Judgement(Outcome outcome, Facts facts, List<Finding> findings, List<Allowance> allowances,
			Impact impact, boolean beside, @Nullable Plan plan, @Nullable StatementRefusedException refusal,
			@Nullable String note) {

		/**
		 * Creates a judgement that shares nothing with the caller's lists.
		 */
		public Judgement {
			findings = List.copyOf(findings);
			allowances = List.copyOf(allowances);
		}

	}

}
