package dev.zdm.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.DropConstraint;
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

	private static final Set<ActionKind> DEFAULTS = Set.of(ActionKind.SET_DEFAULT, ActionKind.DROP_DEFAULT);

	private final AlterTable alter;

	private final Relation table;

	private final Facts facts;

	private final AlterTableSteps steps;

	private final ColumnPlanner columnPlanner;

	private final InstantActions instants;

	private final Map<AlterAction, NewColumn> columns = new LinkedHashMap<>();

	private final List<Step> planned = new ArrayList<>();

	/**
	 * Creates a planner.
	 * @param goesOn whether what is there may come from an earlier run
	 */
	AlterTablePlanner(AlterTable alter, Relation table, Facts facts, boolean goesOn) {
		this.alter = alter;
		this.table = table;
		this.facts = facts;
		this.steps = new AlterTableSteps(table, alter.only(), alter.only() ? List.of(table) : facts.tree(table));
		this.columnPlanner = new ColumnPlanner(table, facts, this.steps, goesOn);
		this.instants = new InstantActions(alter, table, facts, this.steps);
	}

	/**
	 * The steps; none when an action has no safe form or could not be repeated after a
	 * crash.
	 */
	List<Step> steps() {
		List<AlterAction> actions = apart();
		DropPlanner drops = new DropPlanner(actions, this.table, this.facts, this.steps, this.instants);
		if (actions.isEmpty() || replacesColumn() || replacesDefault() || !drops.isPossible()) {
			return List.of();
		}
		Relation future = this.table;
		for (NewColumn column : this.columns.values()) {
			future = future.with(column.column());
		}
		if (!hasColumns(future)) {
			return List.of();
		}
		ConstraintPlanner constraints = new ConstraintPlanner(future, this.facts, this.steps);
		ActionOrder order = ActionOrder.of(this.alter.actions());
		boolean filled = false;
		for (AlterAction action : order.sorted(actions)) {
			if (!filled && order.pass(action) >= ActionOrder.CONSTRAINTS) {
				fill();
				filled = true;
			}
			if (!plan(action, constraints, drops)) {
				return List.of();
			}
		}
		if (!filled) {
			fill();
		}
		flush();
		this.columns.values().stream().flatMap((column) -> Stream.ofNullable(column.last())).forEach(this.planned::add);
		return List.copyOf(this.planned);
	}

	/**
	 * The actions with the columns taken apart, their constraints before those of the
	 * table; none when there is no way.
	 */
	private List<AlterAction> apart() {
		List<AlterAction> constraints = new ArrayList<>();
		List<AlterAction> others = new ArrayList<>();
		for (AlterAction action : this.alter.actions()) {
			if (!(action instanceof AddColumn add)) {
				others.add(action);
				continue;
			}
			NewColumn column = this.columnPlanner.plan(add);
			if (column == null || this.columns.put(column.added(), column) != null) {
				return List.of();
			}
			constraints.add(column.added());
			constraints.addAll(column.later());
		}
		constraints.addAll(others);
		return constraints;
	}

	private void fill() {
		List<Step> fills = this.columns.values()
			.stream()
			.flatMap((column) -> Stream.ofNullable(column.fill()))
			.toList();
		if (!fills.isEmpty()) {
			flush();
			this.planned.addAll(fills);
		}
	}

	/** Rows are filled with the default that their column has then. */
	private boolean replacesDefault() {
		Set<String> filled = this.columns.values()
			.stream()
			.filter((column) -> column.fill() != null)
			.map((column) -> column.added().column())
			.collect(Collectors.toSet());
		return this.alter.actions()
			.stream()
			.anyMatch((action) -> action instanceof Instant instant && DEFAULTS.contains(instant.kind())
					&& filled.contains(instant.column()));
	}

	/** The server complains of a column that is missing before it does anything. */
	private boolean hasColumns(Relation future) {
		return this.alter.actions()
			.stream()
			.flatMap((action) -> Stream.ofNullable(columnOf(action)))
			.allMatch((column) -> future.column(column).isPresent());
	}

	private static @Nullable String columnOf(AlterAction action) {
		if (action instanceof SetNotNull set) {
			return set.column();
		}
		if (action instanceof AlterType type) {
			return type.column();
		}
		return (action instanceof Instant instant) ? instant.column() : null;
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

	/** Whether there is a way. */
	private boolean plan(AlterAction action, ConstraintPlanner constraints, DropPlanner drops) {
		List<Step> steps = steps(action, constraints, drops);
		if (steps == null) {
			return false;
		}
		if (!steps.isEmpty()) {
			flush();
			this.planned.addAll(steps);
		}
		else if (!isSettled(action, drops)) {
			this.instants.join(action, this.columns).forEach(this.planned::add);
		}
		return true;
	}

	private void flush() {
		this.instants.end(this.columns).forEach(this.planned::add);
	}

	/**
	 * Whether nothing is to be done: what a column gets for itself is there once it has
	 * been there, and a constraint goes with what replaces it.
	 */
	private boolean isSettled(AlterAction action, DropPlanner drops) {
		return drops.isReplaced(action)
				|| this.columns.values().stream().anyMatch((column) -> column.later().contains(action));
	}

	/**
	 * The steps of an action, none when it can stay as it is, null when there is no way.
	 */
	private @Nullable List<Step> steps(AlterAction action, ConstraintPlanner constraints, DropPlanner drops) {
		if (action instanceof SetNotNull set) {
			return constraints.notNull(set.column());
		}
		if (action instanceof AddConstraint add) {
			return add(add, constraints, drops);
		}
		if (action instanceof ValidateConstraint validate) {
			return List.of(this.steps.validate(validate.name(), this.instants.locks(List.of(validate)),
					Check.validConstraint(this.table.oid(), validate.name())));
		}
		if (action instanceof DropColumn drop) {
			this.planned.addAll(drops.before(drop));
			return List.of();
		}
		if (action instanceof DropConstraint drop) {
			return drops.isReplaced(drop) ? List.of() : drops.constraint(drop);
		}
		return (action instanceof AddColumn || action instanceof Instant
				|| Repeatable.isOne(action, this.instants.only(List.of(action)), this.facts)) ? List.of() : null;
	}

	private @Nullable List<Step> add(AddConstraint add, ConstraintPlanner constraints, DropPlanner drops) {
		if (this.alter.only() && this.table.isPartitioned() && add.kind() != ConstraintKind.CHECK
				&& add.kind() != ConstraintKind.NOT_NULL) {
			return null;
		}
		return drops.isReplaced(add) ? drops.replace(add) : constraints.add(add);
	}

}
