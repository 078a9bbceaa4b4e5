package dev.zdm.plan;

import java.util.List;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Option;

/**
 * Plans a {@code REFRESH MATERIALIZED VIEW}: while the view is read, or, as long as it
 * was never filled and nobody can read it, as it stands. The catalog does not show that
 * the rows are new, so that they are found once more when the statement goes on after a
 * crash.
 */
final class RefreshPlanner {

	private RefreshPlanner() {
	}

	/**
	 * The step; none for a view that is emptied, or in which no index tells the rows
	 * apart.
	 */
	static List<Step> steps(ObjectCommand command, Facts facts) {
		Relation view = facts.relation(command.names().get(0)).orElse(null);
		if (view == null || view.kind() != 'm' || command.options().contains(Option.WITH_NO_DATA)
				|| command.options().contains(Option.CONCURRENTLY)) {
			return List.of();
		}
		if (!view.storage().populated()) {
			return List.of(refresh("REFRESH MATERIALIZED VIEW ", view, Patience.LADDER, LockMode.ACCESS_EXCLUSIVE));
		}
		return view.indexes().stream().anyMatch(Relation.Index::identifiesRows)
				? List
					.of(refresh("REFRESH MATERIALIZED VIEW CONCURRENTLY ", view, Patience.PATIENT, LockMode.EXCLUSIVE))
				: List.of();
	}

	private static Step refresh(String command, Relation view, Patience patience, LockMode mode) {
		return new Step(command + view.name(), StepTransaction.OWN, patience, List.of(AlterTableSteps.lock(view, mode)),
				Check.NEVER, null);
	}

}
