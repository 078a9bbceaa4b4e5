package dev.zdm.guard;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
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
	 * @param obstacle why a plan cannot be run beside the caller's transaction, or null
	 */
	Verdict decide(Statement statement, Facts facts, ObstacleTo obstacle) {
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
			return asItStands(statement, facts, findings, hazards, obstacle);
		}
		Optional<Plan> plan = Planner.plan(statement, facts);
		if (this.settings.mode() == Mode.REFUSE) {
			return Verdict.refuse(Refusals.unsafe(statement, hazards, plan.orElse(null)));
		}
		String inTheWay = plan.map(obstacle::to).orElse(null);
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

	private Verdict asItStands(Statement statement, Facts facts, List<Finding> findings, List<Finding> hazards,
			ObstacleTo obstacle) {
		hazards.forEach((finding) -> logger.warn("{} {}: {}", finding.code(), finding.title(), finding.detail()));
		findings.stream()
			.filter((finding) -> finding.hazard() == Hazard.UNKNOWN)
			.forEach((finding) -> logger.warn("{} {}: {}", finding.code(), finding.title(), finding.detail()));
		if (asksForConcurrency(statement)) {
			Optional<Plan> plan = Planner.plan(statement, facts);
			if (plan.isPresent() && obstacle.to(plan.get()) == null) {
				return Verdict.rewrite(findings, plan.get());
			}
			return Verdict.run(Decision.PATIENT, findings);
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

	/**
	 * What keeps a plan from being run beside a transaction that holds locks on its
	 * tables.
	 */
	static @Nullable String lockHeld(Plan plan, Facts facts) {
		for (Relation relation : facts.relations().values()) {
			Set<LockMode> held = (relation.table() != null) ? relation.table().locksHeld() : relation.locksHeld();
			boolean concerned = plan.locks()
				.stream()
				.anyMatch((lock) -> lock.oid() == relation.oid()
						|| (relation.table() != null && lock.oid() == relation.table().oid()));
			if (concerned && relation.isPrivate()) {
				return "this transaction created " + relation.name() + ", which nobody else can see yet.";
			}
			if (concerned && !held.isEmpty()) {
				return "this transaction holds " + held.stream().max(LockMode::compareTo).get().sqlName() + " on "
						+ relation.name() + ", for which the steps would wait for ever.";
			}
		}
		return null;
	}

	/**
	 * Tells why a plan cannot be run beside the caller's transaction.
	 */
	interface ObstacleTo {

		@Nullable String to(Plan plan);

	}

}
