package dev.zdm.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
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

	private final AlterTableSteps steps;

	private final ConstraintPlanner constraints;

	private final List<Step> planned = new ArrayList<>();

	private final List<AlterAction> together = new ArrayList<>();

	AlterTablePlanner(AlterTable alter, Relation table, Facts facts) {
		this.alter = alter;
		this.table = table;
		this.facts = facts;
		this.steps = new AlterTableSteps(table, alter.only(), alter.only() ? List.of(table) : facts.tree(table));
		this.constraints = new ConstraintPlanner(table, facts, this.steps);
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
			List<Step> steps = plan(action);
			if (steps == null) {
				return List.of();
			}
			if (steps.isEmpty()) {
				join(action);
			}
			else {
				flush();
				this.planned.addAll(steps);
			}
		}
		flush();
		return List.copyOf(this.planned);
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
			return this.constraints.notNull(set.column());
		}
		if (action instanceof AddConstraint add) {
			if (this.alter.only() && this.table.isPartitioned() && add.kind() != ConstraintKind.CHECK
					&& add.kind() != ConstraintKind.NOT_NULL) {
				return null;
			}
			return this.constraints.add(add);
		}
		if (action instanceof ValidateConstraint validate) {
			return List.of(this.steps.validate(validate.name(), locks(List.of(validate)),
					Check.validConstraint(this.table.oid(), validate.name())));
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
		Step step = this.steps.instant(actions, locks(this.together),
				Check.all(this.together.stream().map(this::done).toList()));
		this.planned.add(this.together.stream().anyMatch(AlterTablePlanner::isByName) ? step.creating() : step);
		this.together.clear();
	}

	private static boolean isByName(AlterAction action) {
		return (action instanceof AddColumn add && !add.ifNotExists())
				|| (action instanceof DropColumn drop && !drop.ifExists());
	}

	private List<RelationLock> locks(List<? extends AlterAction> actions) {
		return StatementLocks.of(new AlterTable(this.alter.text(), this.alter.name(), this.alter.only(),
				this.alter.ifExists(), List.copyOf(actions)), this.facts);
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

}
