package dev.zdm.guard;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.GuardSettings.RuleMode;
import dev.zdm.guard.GuardSettings.Unknown;
import dev.zdm.guard.Verdict.Decision;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Hazard;
import dev.zdm.rule.Rules;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.Directive;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is to be done with a statement. The same statement on the same catalog in
 * the same kind of transaction gets the same verdict, however large its tables are.
 */
final class Policy {

	private static final Logger logger = LoggerFactory.getLogger(Policy.class);

	/** They may end transactions themselves, or refuse to run inside one. */
	private static final Set<String> RUN_ONCE = Set.of("DO", "VACUUM", "CLUSTER", "REINDEX", "CREATE DATABASE",
			"DROP DATABASE", "ALTER DATABASE", "CREATE TABLESPACE", "DROP TABLESPACE", "ALTER SYSTEM",
			"CREATE SUBSCRIPTION", "DROP SUBSCRIPTION", "ALTER SUBSCRIPTION");

	private final GuardSettings settings;

	Policy(GuardSettings settings) {
		this.settings = settings;
	}

	/** Whether statements of a source are not looked at. */
	boolean ignores(MigrationSource source) {
		return this.settings.mode() == Mode.OFF || source.isUpTo(this.settings.startAfter());
	}

	/**
	 * Decides.
	 * @param surroundings what the statement finds where it was sent
	 */
	Verdict decide(Statement statement, Facts facts, Surroundings surroundings) throws SQLException {
		if (facts.isFree(statement)) {
			return Verdict.run(Decision.FREE, List.of());
		}
		List<Finding> findings = Rules.judge(statement, facts)
			.stream()
			.filter((finding) -> this.settings.of(finding.code()) != RuleMode.OFF)
			.toList();
		List<Finding> hazards = findings.stream().filter((finding) -> isToBeHeeded(finding, statement)).toList();
		String unexplained = allowedWithoutReason(statement);
		if (unexplained != null) {
			return Verdict.refuse(Refusals.allowWithoutReason(statement, findings, unexplained));
		}
		if (hazards.isEmpty() || this.settings.mode() == Mode.WARN || isSmall(facts)) {
			return asItStands(statement, facts, findings, surroundings);
		}
		Optional<Plan> plan = breaksCode(hazards) ? Optional.empty() : Planner.plan(statement, facts);
		if (plan.isPresent() && surroundings.isNameTaken(plan.get())) {
			return Verdict.run(Decision.LADDER, findings);
		}
		if (this.settings.mode() == Mode.REFUSE) {
			return Verdict.refuse(Refusals.unsafe(statement, hazards, plan.orElse(null)));
		}
		String inTheWay = plan.isPresent() ? surroundings.obstacleTo(plan.get()) : null;
		if (plan.isPresent() && inTheWay == null) {
			return Verdict.rewrite(findings, plan.get());
		}
		if (hazards.stream().allMatch((finding) -> finding.hazard() == Hazard.LOCK)) {
			return Verdict.run(Decision.LADDER, findings);
		}
		return Verdict.refuse(
				plan.isPresent() ? Refusals.inTheWay(statement, hazards, plan.get(), Objects.requireNonNull(inTheWay))
						: Refusals.unsafe(statement, hazards, null));
	}

	/** No way of running a statement makes up for what its end does to others. */
	private static boolean breaksCode(List<Finding> hazards) {
		return hazards.stream().anyMatch((finding) -> finding.hazard() == Hazard.BREAKS_CODE);
	}

	private Verdict asItStands(Statement statement, Facts facts, List<Finding> findings, Surroundings surroundings)
			throws SQLException {
		findings.stream()
			.filter((finding) -> finding.hazard() != Hazard.NONE)
			.forEach((finding) -> logger.warn("{} {}: {}", finding.code(), finding.title(), finding.detail()));
		if (asksForConcurrency(statement)) {
			Optional<Plan> plan = Planner.plan(statement, facts);
			boolean possible = plan.isPresent() && !surroundings.isNameTaken(plan.get())
					&& surroundings.obstacleTo(plan.get()) == null;
			return possible ? Verdict.rewrite(findings, plan.get()) : Verdict.run(Decision.PATIENT, findings);
		}
		if (isValidation(statement)) {
			return Verdict.run(Decision.PATIENT, findings);
		}
		return Verdict.run(RUN_ONCE.contains(statement.kind()) ? Decision.ONCE : Decision.LADDER, findings);
	}

	boolean isToBeHeeded(Finding finding, Statement statement) {
		boolean heeded = finding.isHazard()
				|| (finding.hazard() == Hazard.UNKNOWN && this.settings.unknown() == Unknown.REFUSE);
		return heeded && this.settings.of(finding.code()) == RuleMode.REFUSE
				&& statement.text()
					.directives()
					.stream()
					.noneMatch((directive) -> allows(directive, finding.code()) && directive.reason() != null);
	}

	private static @Nullable String allowedWithoutReason(Statement statement) {
		return statement.text()
			.directives()
			.stream()
			.filter((directive) -> directive.action().equals("allow") && isBlank(directive.reason()))
			.map(Directive::subject)
			.findFirst()
			.orElse(null);
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	static boolean allows(Directive directive, String code) {
		return directive.action().equals("allow") && directive.subject().equalsIgnoreCase(code);
	}

	private boolean isSmall(Facts facts) {
		return this.settings.smallTableRows() > 0 && !facts.relations().isEmpty()
				&& facts.relations()
					.values()
					.stream()
					.allMatch((relation) -> relation.rows() >= 0 && relation.rows() <= this.settings.smallTableRows());
	}

	private static boolean asksForConcurrency(Statement statement) {
		return (statement instanceof Statement.CreateIndex create && create.concurrently())
				|| (statement instanceof Statement.DropIndex drop && drop.concurrently())
				|| (statement instanceof Statement.OtherDdl
						&& statement.text().text().toLowerCase(Locale.ROOT).contains("concurrently"));
	}

	private static boolean isValidation(Statement statement) {
		return statement instanceof Statement.AlterTable alter
				&& alter.actions().stream().allMatch(AlterAction.ValidateConstraint.class::isInstance);
	}

}
