package dev.zdm.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.catalog.WriteEstimate;
import dev.zdm.guard.GuardSettings.Mode;
import dev.zdm.guard.Verdict.Decision;
import dev.zdm.plan.Plan;
import dev.zdm.plan.Planner;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Hazard;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.Directive;
import dev.zdm.sql.Dml;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Option;
import dev.zdm.sql.Statement;
import dev.zdm.sql.UnparsedDdl;
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
	private static final Set<String> RUN_ONCE = Set.of("DO", "VACUUM", "CLUSTER", "CREATE DATABASE", "DROP DATABASE",
			"ALTER DATABASE", "CREATE TABLESPACE", "DROP TABLESPACE", "ALTER SYSTEM", "CREATE SUBSCRIPTION",
			"DROP SUBSCRIPTION", "ALTER SUBSCRIPTION");

	private final GuardSettings settings;

	private final Rulings rulings;

	Policy(GuardSettings settings) {
		this.settings = settings;
		this.rulings = new Rulings(settings);
	}

	/** Whether statements of a source are not looked at. */
	boolean ignores(MigrationSource source) {
		return this.settings.mode() == Mode.OFF || source.isUpTo(this.settings.startAfter());
	}

	/** How many rows a statement will write, if it is one that may write many. */
	Facts.@Nullable Writes writes(Connection connection, Statement statement) throws SQLException {
		if (this.settings.maxRows() <= 0 || !(statement instanceof Dml dml) || !dml.mayWriteMany()) {
			return null;
		}
		OptionalLong rows = WriteEstimate.of(connection, dml.text());
		return rows.isPresent() ? new Facts.Writes(rows.getAsLong(), this.settings.maxRows()) : null;
	}

	/** What the rules say, and the user's answers. */
	List<Ruling> rulings(Statement statement, Facts facts, MigrationSource source) {
		return this.rulings.of(statement, facts, source);
	}

	/**
	 * Decides.
	 * @param source where the statement comes from
	 * @param surroundings what the statement finds where it was sent
	 */
	Verdict decide(Statement statement, Facts facts, MigrationSource source, Surroundings surroundings)
			throws SQLException {
		if (facts.isFree(statement)) {
			return Verdict.run(Decision.FREE, List.of());
		}
		List<Ruling> rulings = rulings(statement, facts, source);
		List<Finding> findings = rulings.stream().map(Ruling::finding).toList();
		List<Finding> hazards = rulings.stream().filter(Ruling::heeded).map(Ruling::finding).toList();
		Directive unexplained = Rulings.unexplained(statement);
		if (unexplained != null) {
			return Verdict.refuse(Refusals.allowWithoutReason(statement, findings, unexplained.subject()));
		}
		String misspelt = Rulings.misspelt(statement);
		if (misspelt != null) {
			logger.warn("{}", misspelt);
		}
		if (hazards.isEmpty() || passes(facts) != null) {
			warn(rulings);
			return (statement instanceof Dml) ? Verdict.run(Decision.FREE, findings)
					: asItStands(statement, facts, findings, surroundings);
		}
		Optional<Plan> plan = helps(hazards) ? Planner.plan(statement, facts, surroundings.goesOn()) : Optional.empty();
		if (plan.isPresent() && surroundings.isNameTaken(plan.get())) {
			return Verdict.run(Decision.LADDER, findings);
		}
		if (this.settings.mode() == Mode.REFUSE) {
			return Verdict.refuse(Refusals.unsafe(statement, hazards, plan.orElse(null)));
		}
		String inTheWay = plan.isPresent() ? surroundings.obstacleTo(statement, plan.get()) : null;
		if (plan.isPresent() && inTheWay == null) {
			return Verdict.rewrite(findings, plan.get());
		}
		if (hazards.stream().allMatch((finding) -> finding.hazard() == Hazard.LOCK)) {
			return Verdict.run(runsOnce(statement, facts) ? Decision.ONCE : Decision.LADDER, findings);
		}
		return Verdict.refuse(
				plan.isPresent() ? Refusals.inTheWay(statement, hazards, plan.get(), Objects.requireNonNull(inTheWay))
						: Refusals.unsafe(statement, hazards, null));
	}

	/** Whether another way of running the statement may be an answer to all of this. */
	private static boolean helps(List<Finding> hazards) {
		return hazards.stream()
			.allMatch((finding) -> EnumSet.of(Hazard.REWRITE, Hazard.SCAN, Hazard.BUILD, Hazard.LOCK)
				.contains(finding.hazard()));
	}

	/** The setting that lets everything about these relations pass, or null. */
	@Nullable String passes(Facts facts) {
		if (this.settings.mode() == Mode.WARN) {
			return "zdm.guard.mode: warn";
		}
		return isSmall(facts) ? "zdm.guard.small-table-rows: " + this.settings.smallTableRows() : null;
	}

	private static void warn(List<Ruling> rulings) {
		for (Ruling ruling : rulings) {
			Finding finding = ruling.finding();
			if (finding.hazard() != Hazard.NONE) {
				logger.warn("{} {}: {}{}", finding.code(), finding.title(), finding.detail(),
						(ruling.allowance() != null) ? " Allowed: " + ruling.allowance() : "");
			}
		}
	}

	private Verdict asItStands(Statement statement, Facts facts, List<Finding> findings, Surroundings surroundings)
			throws SQLException {
		if (asksForConcurrency(statement)) {
			Optional<Plan> plan = Planner.plan(statement, facts);
			boolean possible = plan.isPresent() && !surroundings.isNameTaken(plan.get())
					&& surroundings.obstacleTo(statement, plan.get()) == null;
			return possible ? Verdict.rewrite(findings, plan.get()) : Verdict.run(Decision.PATIENT, findings);
		}
		if (isValidation(statement)) {
			return Verdict.run(Decision.PATIENT, findings);
		}
		if (losesTables(statement) && this.settings.mode() == Mode.REWRITE && !isSmall(facts)) {
			Optional<Plan> plan = Planner.plan(statement, facts);
			if (plan.isPresent() && surroundings.obstacleTo(statement, plan.get()) == null) {
				return Verdict.rewrite(findings, plan.get());
			}
		}
		return Verdict.run(runsOnce(statement, facts) ? Decision.ONCE : Decision.LADDER, findings);
	}

	/** A {@code REINDEX} of several tables is a transaction for each. */
	private static boolean runsOnce(Statement statement, Facts facts) {
		return RUN_ONCE.contains(statement.kind()) || (statement instanceof ObjectCommand command
				&& command.verb() == ObjectCommand.Verb.REINDEX && (command.relations().isEmpty()
						|| facts.relations().values().stream().anyMatch(Relation::isPartitioned)));
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
				|| (statement instanceof Statement.AlterTable alter && alter.actions()
					.stream()
					.anyMatch((action) -> action instanceof AlterAction.Change change
							&& change.options().contains(Option.CONCURRENTLY)))
				|| (statement instanceof UnparsedDdl
						&& statement.text().text().toLowerCase(Locale.ROOT).contains("concurrently"))
				|| (statement instanceof ObjectCommand command && isGentle(command));
	}

	/**
	 * It is run whatever is lost, but its locks on other tables may be taken one at a
	 * time.
	 */
	private static boolean losesTables(Statement statement) {
		return statement instanceof ObjectCommand command
				&& (command.verb() == ObjectCommand.Verb.DROP || command.verb() == ObjectCommand.Verb.TRUNCATE);
	}

	/** Its lock lets reads and writes pass, also while it is waited for. */
	private static boolean isGentle(ObjectCommand command) {
		return command.options().contains(Option.CONCURRENTLY)
				|| (command.verb() == ObjectCommand.Verb.VACUUM && !command.options().contains(Option.FULL));
	}

	private static boolean isValidation(Statement statement) {
		return statement instanceof Statement.AlterTable alter
				&& alter.actions().stream().allMatch(AlterAction.ValidateConstraint.class::isInstance);
	}

}
