package dev.zdm.plan;

import java.util.Comparator;
import java.util.List;

import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.AlterAction.Instant;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.AlterAction.ValidateConstraint;

/**
 * The order of the actions: that of PostgreSQL's passes, in which an action may need what
 * stands behind it in the text. Only a constraint that others take the place of is
 * dropped after they are there.
 *
 * @param replacing whether all that the statement does is to exchange constraints
 */
record ActionOrder(boolean replacing) {

	/** The pass before which rows are filled. */
	static final int CONSTRAINTS = 5;

	static ActionOrder of(List<AlterAction> actions) {
		return new ActionOrder(actions.stream()
			.allMatch((action) -> action instanceof AddConstraint || action instanceof SetNotNull
					|| action instanceof ValidateConstraint || action instanceof DropConstraint));
	}

	List<AlterAction> sorted(List<AlterAction> actions) {
		return actions.stream().sorted(Comparator.comparing(this::pass)).toList();
	}

	int pass(AlterAction action) {
		if (action instanceof DropConstraint) {
			return this.replacing ? 6 : 0;
		}
		if (action instanceof DropColumn) {
			return 1;
		}
		if (action instanceof AlterType) {
			return 2;
		}
		if (action instanceof AddColumn) {
			return 3;
		}
		if (action instanceof Instant) {
			return 4;
		}
		if (action instanceof AddConstraint || action instanceof SetNotNull) {
			return CONSTRAINTS;
		}
		return (action instanceof ValidateConstraint) ? 7 : 8;
	}

}
