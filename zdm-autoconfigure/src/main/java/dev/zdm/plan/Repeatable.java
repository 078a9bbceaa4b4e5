package dev.zdm.plan;

import java.util.EnumSet;
import java.util.Set;

import dev.zdm.catalog.Facts;
import dev.zdm.rule.Finding;
import dev.zdm.rule.Rules;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.Statement.AlterTable;

/**
 * Actions that need their lock for an instant and do the same again when they are
 * repeated.
 */
final class Repeatable {

	private static final Set<ActionKind> KINDS = EnumSet.of(ActionKind.SET_OPTIONS, ActionKind.RESET_OPTIONS,
			ActionKind.SET_COLUMN_OPTIONS, ActionKind.RESET_COLUMN_OPTIONS, ActionKind.OWNER, ActionKind.ENABLE_TRIGGER,
			ActionKind.ENABLE_ALWAYS_TRIGGER, ActionKind.ENABLE_REPLICA_TRIGGER, ActionKind.DISABLE_TRIGGER,
			ActionKind.ENABLE_RULE, ActionKind.ENABLE_ALWAYS_RULE, ActionKind.ENABLE_REPLICA_RULE,
			ActionKind.DISABLE_RULE, ActionKind.ENABLE_ROW_SECURITY, ActionKind.DISABLE_ROW_SECURITY,
			ActionKind.FORCE_ROW_SECURITY, ActionKind.NO_FORCE_ROW_SECURITY, ActionKind.CLUSTER_ON,
			ActionKind.SET_WITHOUT_CLUSTER, ActionKind.REPLICA_IDENTITY);

	private Repeatable() {
	}

	/**
	 * Whether an action is one of them.
	 * @param alone an {@code ALTER TABLE} with just this action
	 */
	static boolean isOne(AlterAction action, AlterTable alone, Facts facts) {
		boolean known = action instanceof AlterType
				|| (action instanceof Change change && KINDS.contains(change.kind()));
		return known && Rules.judge(alone, facts).stream().noneMatch(Finding::isHazard);
	}

}
