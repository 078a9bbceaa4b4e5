package dev.zdm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.rule.RelationLock;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.Statement.AlterTable;

/**
 * Actions that need their lock for an instant only. Neighbours stay together: one lock is
 * better than two.
 */
final class InstantActions {

	private final AlterTable alter;

	private final Relation table;

	private final Facts facts;

	private final AlterTableSteps steps;

	private final List<AlterAction> together = new ArrayList<>();

	private final Set<Long> released = new HashSet<>();

	InstantActions(AlterTable alter, Relation table, Facts facts, AlterTableSteps steps) {
		this.alter = alter;
		this.table = table;
		this.facts = facts;
		this.steps = steps;
	}

	/**
	 * Adds an action. Neighbours share a statement if the catalog shows the effect of all
	 * of them or of none: what it shows is done together, and else may be repeated.
	 * @return the step of those before that it does not share a statement with
	 */
	Stream<Step> join(AlterAction action, Map<AlterAction, NewColumn> columns) {
		boolean shown = done(action) != Check.NEVER;
		boolean apart = !this.together.isEmpty() && shown != (done(this.together.get(0)) != Check.NEVER);
		Stream<Step> before = apart ? end(columns) : Stream.empty();
		this.together.add(action);
		return before;
	}

	/** The step of all that were added since the last one. */
	Stream<Step> end(Map<AlterAction, NewColumn> columns) {
		if (this.together.isEmpty()) {
			return Stream.empty();
		}
		List<AlterAction> actions = List.copyOf(this.together);
		this.together.clear();
		List<NewColumn> added = actions.stream().flatMap((action) -> Stream.ofNullable(columns.get(action))).toList();
		Step step = this.steps.instant(added.stream().flatMap((column) -> column.before().stream()).toList(),
				actions.stream().map(AlterAction::text).collect(Collectors.joining(", ")),
				added.stream().flatMap((column) -> column.after().stream()).toList(), locks(actions),
				Check.all(actions.stream().map(this::done).toList()));
		return Stream.of(actions.stream().anyMatch(InstantActions::isByName) ? step.creating() : step);
	}

	/** One action as a step of its own. */
	Step alone(AlterAction action) {
		Step step = this.steps.instant(action.text(), locks(List.of(action)), done(action));
		return isByName(action) ? step.creating() : step;
	}

	private static boolean isByName(AlterAction action) {
		return (action instanceof AddColumn add && !add.ifNotExists())
				|| (action instanceof DropColumn drop && !drop.ifExists())
				|| (action instanceof DropConstraint constraint && !constraint.ifExists());
	}

	/** What these foreign keys make the table lock is not locked any more. */
	void released(List<Relation.Constraint> keys) {
		keys.stream()
			.flatMap((key) -> Stream.ofNullable(key.other()))
			.flatMap((other) -> this.facts.relation(other.oid()).stream())
			.filter((other) -> other.oid() != this.table.oid())
			.flatMap((other) -> this.facts.tree(other).stream())
			.forEach((other) -> this.released.add(other.oid()));
	}

	/** The locks of an {@code ALTER TABLE} with these actions only. */
	List<RelationLock> locks(List<AlterAction> actions) {
		return StatementLocks.of(only(actions), this.facts)
			.stream()
			.filter((lock) -> lock.mode() != LockMode.ACCESS_EXCLUSIVE || !this.released.contains(lock.oid()))
			.toList();
	}

	AlterTable only(List<AlterAction> actions) {
		return new AlterTable(this.alter.text(), this.alter.name(), this.alter.only(), this.alter.ifExists(), actions);
	}

	private Check done(AlterAction action) {
		if (action instanceof AddColumn add) {
			return Check.column(this.table.oid(), add.column());
		}
		if (action instanceof DropColumn drop) {
			return Check.noColumn(this.table.oid(), drop.column());
		}
		return (action instanceof DropConstraint drop) ? Check.noConstraint(this.table.oid(), drop.name())
				: Check.NEVER;
	}

}
