package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.Instant;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.AlterTable;
import org.jspecify.annotations.Nullable;

/**
 * Plans an {@code ALTER TABLE}, action by action. Neighbours that need their lock for an
 * instant only stay together: one lock is better than two.
 */
final class AlterTablePlanner {

	private static final Pattern KEY = Pattern
		.compile("(?is)(?<kind>unique|primary\\s+key)\\s*(?<nulls>nulls\\s+(?:not\\s+)?distinct)?\\s*"
				+ "(?<columns>\\([^()]*\\))\\s*(?<include>include\\s*\\([^()]*\\))?\\s*"
				+ "(?<attributes>(?:(?:not\\s+)?deferrable|initially\\s+\\w+|\\s)*)");

	private final AlterTable alter;

	private final Relation table;

	private final Facts facts;

	private final List<Step> steps = new ArrayList<>();

	private final List<AlterAction> together = new ArrayList<>();

	AlterTablePlanner(AlterTable alter, Relation table, Facts facts) {
		this.alter = alter;
		this.table = table;
		this.facts = facts;
	}

	/**
	 * The steps; none when an action has no safe form or could not be repeated after a
	 * crash.
	 */
	List<Step> steps() {
		for (AlterAction action : this.alter.actions()) {
			List<Step> planned = plan(action);
			if (planned == null) {
				return List.of();
			}
			if (planned.isEmpty()) {
				this.together.add(action);
			}
			else {
				flush();
				this.steps.addAll(planned);
			}
		}
		flush();
		return List.copyOf(this.steps);
	}

	/**
	 * The steps of an action, none when it can stay as it is, null when there is no way.
	 */
	private @Nullable List<Step> plan(AlterAction action) {
		if (action instanceof SetNotNull set) {
			return notNull(set.column());
		}
		if (action instanceof AddConstraint add) {
			return addConstraint(add);
		}
		if (action instanceof AddColumn add) {
			boolean plain = add.constraints().isEmpty() && add.generation() == Generation.NONE
					&& !this.facts.effect(add).map(Facts.Effect::rewritesTable).orElse(false)
					&& !(add.notNull() && add.defaultExpression() == null);
			return plain ? List.of() : null;
		}
		boolean repeatable = action instanceof DropColumn
				|| (action instanceof Instant instant && instant.text().toLowerCase(Locale.ROOT).startsWith("alter"));
		return repeatable ? List.of() : null;
	}

	private void flush() {
		if (this.together.isEmpty()) {
			return;
		}
		String actions = this.together.stream().map(AlterAction::text).collect(Collectors.joining(", "));
		List<Check> checks = new ArrayList<>();
		for (AlterAction action : this.together) {
			checks.add(done(action));
		}
		this.steps.add(ladder(actions, LockMode.ACCESS_EXCLUSIVE, Check.all(checks)));
		this.together.clear();
	}

	private Check done(AlterAction action) {
		if (action instanceof AddColumn add) {
			return Check.column(this.table.oid(), add.column());
		}
		if (action instanceof DropColumn drop) {
			return Check.noColumn(this.table.oid(), drop.column());
		}
		return Check.NEVER;
	}

	private List<Step> notNull(String column) {
		boolean settled = this.table.column(column).map(Relation.Column::notNull).orElse(true)
				&& this.table.constraints()
					.stream()
					.noneMatch((constraint) -> constraint.type() == 'n' && !constraint.validated()
							&& constraint.columns().equals(List.of(column)));
		boolean proofLeftOver = this.table.constraint(proofOfNotNull(column)).isPresent();
		if (settled && !proofLeftOver) {
			return List.of();
		}
		return (this.facts.session().majorVersion() >= 18) ? notNullConstraint(column) : notNullThroughCheck(column);
	}

	/** PostgreSQL 18 knows NOT NULL as a constraint that can be validated later. */
	private List<Step> notNullConstraint(String column) {
		String name = this.table.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'n' && constraint.columns().equals(List.of(column)))
			.map(Relation.Constraint::name)
			.findFirst()
			.orElseGet(() -> generatedName(column, "not_null"));
		return notValidThenValidate(name, "NOT NULL " + quote(column), LockMode.ACCESS_EXCLUSIVE, null);
	}

	/** Up to 17 a validated check lets SET NOT NULL skip its scan. */
	private List<Step> notNullThroughCheck(String column) {
		String name = proofOfNotNull(column);
		List<Step> planned = new ArrayList<>(notValidThenValidate(name, "CHECK (" + quote(column) + " IS NOT NULL)",
				LockMode.ACCESS_EXCLUSIVE, Check.notNull(this.table.oid(), column)));
		planned.add(ladder("ALTER COLUMN " + quote(column) + " SET NOT NULL", LockMode.ACCESS_EXCLUSIVE,
				Check.notNull(this.table.oid(), column)));
		planned.add(ladder("DROP CONSTRAINT " + quote(name), LockMode.ACCESS_EXCLUSIVE,
				Check.noConstraint(this.table.oid(), name)));
		return planned;
	}

	/** The check that proves NOT NULL up to 17 and is dropped in the end. */
	private String proofOfNotNull(String column) {
		return GeneratedName.of(this.table.name().name(), column, "zdm_not_null");
	}

	private @Nullable List<Step> addConstraint(AddConstraint add) {
		return switch (add.kind()) {
			case CHECK -> add.notValid() ? null : checkConstraint(add);
			case FOREIGN_KEY -> add.notValid() ? null : foreignKey(add);
			case UNIQUE, PRIMARY_KEY -> key(add);
			case NOT_NULL -> add.notValid() ? null : notNull(add.columns().get(0));
			case EXCLUDE -> null;
		};
	}

	private @Nullable List<Step> checkConstraint(AddConstraint add) {
		String name = (add.name() != null) ? add.name()
				: this.facts.effect(add).flatMap((effect) -> effect.constraints().stream().findFirst()).orElse(null);
		if (name == null) {
			return null;
		}
		List<Step> planned = notValidThenValidate(name, add.definition(), LockMode.ACCESS_EXCLUSIVE, null);
		return List.of(planned.get(0).creating(), planned.get(1));
	}

	private @Nullable List<Step> foreignKey(AddConstraint add) {
		if (this.table.isPartitioned() && this.facts.session().majorVersion() < 18) {
			return null;
		}
		String name = (add.name() != null) ? add.name() : generatedName(String.join("_", add.columns()), "fkey");
		List<RelationLock> referenced = (add.referenced() != null) ? this.facts.relation(add.referenced())
			.map((relation) -> List.of(new RelationLock(relation.oid(), relation.name(), LockMode.SHARE_ROW_EXCLUSIVE)))
			.orElse(List.of()) : List.of();
		List<Step> planned = new ArrayList<>();
		for (Step step : notValidThenValidate(name, add.definition(), LockMode.SHARE_ROW_EXCLUSIVE, null)) {
			List<RelationLock> locks = new ArrayList<>(step.locks());
			if (step.patience() == Patience.LADDER) {
				locks.addAll(referenced);
			}
			planned.add(new Step(step.sql(), step.transaction(), step.patience(), locks, step.done(), null,
					step.patience() == Patience.LADDER));
		}
		return planned;
	}

	private @Nullable List<Step> key(AddConstraint add) {
		List<Step> planned = new ArrayList<>();
		if (this.table.isPartitioned()) {
			return null;
		}
		if (add.kind() == ConstraintKind.PRIMARY_KEY) {
			add.columns().forEach((column) -> planned.addAll(notNull(column)));
		}
		if (add.usingIndex() != null) {
			String name = (add.name() != null) ? add.name() : add.usingIndex();
			planned.add(ladder(add.text(), LockMode.ACCESS_EXCLUSIVE, Check.constraint(this.table.oid(), name)));
			return planned;
		}
		Matcher parts = KEY.matcher(add.definition());
		if (!parts.matches()) {
			return null;
		}
		boolean unique = add.kind() == ConstraintKind.UNIQUE;
		String name = (add.name() != null) ? add.name()
				: generatedName(unique ? String.join("_", add.columns()) : "", unique ? "key" : "pkey");
		String definition = joined(parts.group("columns"), parts.group("include"), parts.group("nulls"));
		planned.add(Planner.buildIndex(this.table, name, true, definition));
		planned.add(ladder(
				joined("ADD CONSTRAINT", quote(name), unique ? "UNIQUE" : "PRIMARY KEY", "USING INDEX", quote(name),
						parts.group("attributes")),
				LockMode.ACCESS_EXCLUSIVE, Check.constraint(this.table.oid(), name)));
		return planned;
	}

	/**
	 * Adds a constraint that holds for new rows, then proves it for the old ones.
	 * @param superseded tells that a later step is done and so these are, or null
	 */
	private List<Step> notValidThenValidate(String name, String definition, LockMode mode, @Nullable Check superseded) {
		Check added = Check.constraint(this.table.oid(), name);
		Check validated = Check.validConstraint(this.table.oid(), name);
		Step add = ladder("ADD CONSTRAINT " + quote(name) + " " + definition + " NOT VALID", mode,
				(superseded != null) ? Check.either(superseded, added) : added);
		Step validate = new Step(alterTable("VALIDATE CONSTRAINT " + quote(name)), StepTransaction.OWN,
				Patience.PATIENT, List.of(lock(LockMode.SHARE_UPDATE_EXCLUSIVE)),
				(superseded != null) ? Check.either(superseded, validated) : validated, null);
		return List.of(add, validate);
	}

	private Step ladder(String action, LockMode mode, Check done) {
		return new Step(alterTable(action), StepTransaction.OWN, Patience.LADDER, List.of(lock(mode)), done, null);
	}

	private String alterTable(String action) {
		return "ALTER TABLE " + (this.alter.only() ? "ONLY " : "") + this.table.name() + " " + action;
	}

	private RelationLock lock(LockMode mode) {
		return new RelationLock(this.table.oid(), this.table.name(), mode);
	}

	private String generatedName(String columns, String label) {
		String name = GeneratedName.of(this.table.name().name(), columns, label);
		for (int i = 1; this.table.constraint(name).isPresent(); i++) {
			name = GeneratedName.of(this.table.name().name(), columns, label + i);
		}
		return name;
	}

	private static String quote(String identifier) {
		return QualifiedName.quoteIfNeeded(identifier);
	}

	private static String joined(@Nullable String... parts) {
		StringBuilder joined = new StringBuilder();
		for (String part : parts) {
			if (part != null && !part.isBlank()) {
				joined.append((joined.length() > 0) ? " " : "").append(part.strip());
			}
		}
		return joined.toString();
	}

}
