package dev.zdm.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.Instant;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.AlterAction.ValidateConstraint;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.AlterTable;
import org.jspecify.annotations.Nullable;

/**
 * Plans an {@code ALTER TABLE}, action by action. Neighbours that need their lock for an
 * instant only stay together: one lock is better than two.
 */
final class AlterTablePlanner {

	private final AlterTable alter;

	private final Relation table;

	private final Facts facts;

	private final ChosenNames names;

	private final List<Step> steps = new ArrayList<>();

	private final List<AlterAction> together = new ArrayList<>();

	AlterTablePlanner(AlterTable alter, Relation table, Facts facts) {
		this.alter = alter;
		this.table = table;
		this.facts = facts;
		this.names = new ChosenNames(table, facts);
	}

	/**
	 * The steps; none when an action has no safe form or could not be repeated after a
	 * crash.
	 */
	List<Step> steps() {
		if (replacesColumn()) {
			return List.of();
		}
		for (AlterAction action : inServersOrder()) {
			List<Step> planned = plan(action);
			if (planned == null) {
				return List.of();
			}
			if (planned.isEmpty()) {
				join(action);
			}
			else {
				flush();
				this.steps.addAll(planned);
			}
		}
		flush();
		return List.copyOf(this.steps);
	}

	/** The catalog cannot tell a new column from the old one of its name. */
	private boolean replacesColumn() {
		Set<String> added = this.alter.actions()
			.stream()
			.filter(AddColumn.class::isInstance)
			.map((action) -> ((AddColumn) action).column())
			.collect(Collectors.toSet());
		return this.alter.actions()
			.stream()
			.anyMatch((action) -> action instanceof DropColumn drop && added.contains(drop.column()));
	}

	/**
	 * The actions in the order of PostgreSQL's passes, in which an action may need what
	 * stands behind it in the text.
	 */
	private List<AlterAction> inServersOrder() {
		return this.alter.actions().stream().sorted(Comparator.comparing(AlterTablePlanner::pass)).toList();
	}

	private static int pass(AlterAction action) {
		if (action instanceof DropColumn) {
			return 0;
		}
		if (action instanceof AddColumn) {
			return 1;
		}
		if (action instanceof Instant) {
			return 2;
		}
		return (action instanceof ValidateConstraint) ? 4 : 3;
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
		if (action instanceof ValidateConstraint validate) {
			return List.of(validate(validate.name(), Check.validConstraint(this.table.oid(), validate.name())));
		}
		if (action instanceof AddColumn add) {
			boolean plain = add.constraints().isEmpty() && add.generation() == Generation.NONE
					&& !this.facts.effect(add).map(Facts.Effect::rewritesTable).orElse(false)
					&& !(add.notNull() && add.defaultExpression() == null);
			return plain ? List.of() : null;
		}
		return (action instanceof DropColumn || action instanceof Instant) ? List.of() : null;
	}

	/**
	 * Neighbours share a statement if the catalog shows the effect of all of them or of
	 * none: what it shows is done together, and else may be repeated.
	 */
	private void join(AlterAction action) {
		boolean shown = done(action) != Check.NEVER;
		if (!this.together.isEmpty() && shown != (done(this.together.get(0)) != Check.NEVER)) {
			flush();
		}
		this.together.add(action);
	}

	private void flush() {
		if (this.together.isEmpty()) {
			return;
		}
		String actions = this.together.stream().map(AlterAction::text).collect(Collectors.joining(", "));
		List<RelationLock> locks = StatementLocks.of(new AlterTable(this.alter.text(), this.alter.name(),
				this.alter.only(), this.alter.ifExists(), List.copyOf(this.together)), this.facts);
		this.steps.add(new Step(alterTable(actions), StepTransaction.OWN, Patience.LADDER, locks,
				Check.all(this.together.stream().map(this::done).toList()), null));
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
		boolean refusesNull = this.table.column(column).map(Relation.Column::notNull).orElse(true);
		if (this.facts.session().majorVersion() >= 18) {
			return (refusesNull && pendingNotNull(column).isEmpty()) ? List.of() : notNullConstraint(column);
		}
		String proof = proofName(column);
		return (refusesNull && this.table.constraint(proof).isEmpty()) ? List.of() : notNullThroughCheck(column, proof);
	}

	private Optional<Relation.Constraint> pendingNotNull(String column) {
		return this.table.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'n' && !constraint.validated()
					&& constraint.columns().equals(List.of(column)))
			.findFirst();
	}

	/** PostgreSQL 18 knows NOT NULL as a constraint that can be validated later. */
	private List<Step> notNullConstraint(String column) {
		String name = pendingNotNull(column).map(Relation.Constraint::name)
			.orElseGet(() -> this.names.constraint(List.of(column), "not_null", (constraint) -> false));
		return List.of(
				ladder("ADD CONSTRAINT " + quote(name) + " NOT NULL " + quote(column) + " NOT VALID",
						LockMode.ACCESS_EXCLUSIVE, Check.constraint(this.table.oid(), name)),
				validate(name, Check.validConstraint(this.table.oid(), name)));
	}

	/** Up to 17 a validated check lets SET NOT NULL skip its scan. */
	private List<Step> notNullThroughCheck(String column, String name) {
		Check refusesNull = Check.notNull(this.table.oid(), column);
		return List.of(
				ladder("ADD CONSTRAINT " + quote(name) + " CHECK (" + quote(column) + " IS NOT NULL) NOT VALID",
						LockMode.ACCESS_EXCLUSIVE, Check.either(refusesNull, Check.constraint(this.table.oid(), name))),
				validate(name, Check.either(refusesNull, Check.validConstraint(this.table.oid(), name))),
				ladder("ALTER COLUMN " + quote(column) + " SET NOT NULL", LockMode.ACCESS_EXCLUSIVE, refusesNull),
				ladder("DROP CONSTRAINT " + quote(name), LockMode.ACCESS_EXCLUSIVE,
						Check.noConstraint(this.table.oid(), name)));
	}

	private String proofName(String column) {
		return GeneratedName.of(this.table.name().name(), column, "zdm_not_null");
	}

	private @Nullable List<Step> addConstraint(AddConstraint add) {
		return switch (add.kind()) {
			case CHECK -> checkConstraint(add);
			case FOREIGN_KEY -> foreignKey(add);
			case UNIQUE, PRIMARY_KEY -> this.table.isPartitioned() ? null : key(add);
			case NOT_NULL -> notNullConstraint(add);
			case EXCLUDE -> null;
		};
	}

	private @Nullable List<Step> checkConstraint(AddConstraint add) {
		if (add.name() != null) {
			return constraint(add, add.name(), LockMode.ACCESS_EXCLUSIVE);
		}
		Facts.AddedCheck check = this.facts.effect(add).map(Facts.Effect::check).orElse(null);
		if (check == null) {
			return null;
		}
		List<String> columns = (check.columns().size() == 1) ? check.columns() : List.of();
		String name = this.names.constraint(columns, "check",
				(constraint) -> check.existing().contains(constraint.name()));
		return constraint(add, name, LockMode.ACCESS_EXCLUSIVE);
	}

	private @Nullable List<Step> foreignKey(AddConstraint add) {
		if (this.table.isPartitioned() && this.facts.session().majorVersion() < 18 && !add.notValid()) {
			return null;
		}
		Relation referenced = this.facts.relation(Objects.requireNonNull(add.referenced())).orElse(null);
		String name = (add.name() != null) ? add.name()
				: this.names.constraint(add.columns(), "fkey",
						(constraint) -> constraint.type() == 'f' && constraint.columns().equals(add.columns())
								&& constraint.other() != null && referenced != null
								&& constraint.other().oid() == referenced.oid());
		List<Step> planned = new ArrayList<>();
		for (Step step : constraint(add, name, LockMode.SHARE_ROW_EXCLUSIVE)) {
			LockMode mode = (step.patience() == Patience.LADDER) ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ROW_SHARE;
			List<RelationLock> locks = new ArrayList<>(step.locks());
			if (referenced != null && referenced.oid() != this.table.oid()) {
				locks.add(new RelationLock(referenced.oid(), referenced.name(), mode));
			}
			planned.add(new Step(step.sql(), step.transaction(), step.patience(), locks, step.done(), null,
					step.creates()));
		}
		return planned;
	}

	private List<Step> notNullConstraint(AddConstraint add) {
		String column = add.columns().get(0);
		if (add.name() == null && !add.notValid()) {
			return notNull(column);
		}
		String name = (add.name() != null) ? add.name()
				: this.names.constraint(add.columns(), "not_null", (constraint) -> constraint.type() == 'n');
		return constraint(add, name, LockMode.ACCESS_EXCLUSIVE);
	}

	/**
	 * Adds a constraint that holds for new rows, then, unless told not to, proves it for
	 * the old ones.
	 */
	private List<Step> constraint(AddConstraint add, String name, LockMode mode) {
		String action = "ADD CONSTRAINT " + quote(name) + " " + add.definition() + (add.notValid() ? "" : " NOT VALID");
		Step step = ladder(action, mode, Check.constraint(this.table.oid(), name)).creating();
		return add.notValid() ? List.of(step)
				: List.of(step, validate(name, Check.validConstraint(this.table.oid(), name)));
	}

	private List<Step> key(AddConstraint add) {
		boolean primary = add.kind() == ConstraintKind.PRIMARY_KEY;
		List<Step> planned = new ArrayList<>();
		if (primary) {
			List<String> columns = (add.usingIndex() != null)
					? this.table.index(add.usingIndex()).map(Relation.Index::columns).orElse(List.of()) : add.columns();
			columns.forEach((column) -> planned.addAll(notNull(column)));
		}
		if (add.ownIndex() == null) {
			String name = (add.name() != null) ? add.name() : Objects.requireNonNull(add.usingIndex());
			planned.add(
					ladder(add.text(), LockMode.ACCESS_EXCLUSIVE, Check.constraint(this.table.oid(), name)).creating());
			return planned;
		}
		String name = (add.name() != null) ? add.name() : primary ? this.names.primaryKey(add.columns())
				: this.names.unique(add.columns(), add.ownIndex().included());
		planned.add(Planner.buildIndex(this.table, name, true, add.ownIndex().definition()));
		planned.add(ladder(
				("ADD CONSTRAINT " + quote(name) + (primary ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX "
						+ quote(name) + " " + add.ownIndex().attributes())
					.strip(),
				LockMode.ACCESS_EXCLUSIVE, Check.constraint(this.table.oid(), name))
			.creating());
		return planned;
	}

	private Step validate(String name, Check done) {
		return new Step(alterTable("VALIDATE CONSTRAINT " + quote(name)), StepTransaction.OWN, Patience.PATIENT,
				List.of(lock(LockMode.SHARE_UPDATE_EXCLUSIVE)), done, null);
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

	private static String quote(String identifier) {
		return QualifiedName.quoteIfNeeded(identifier);
	}

}
