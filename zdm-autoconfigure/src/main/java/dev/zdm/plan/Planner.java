package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateIndex;
import dev.zdm.sql.Statement.CreateTable;
import dev.zdm.sql.Statement.DropIndex;

/**
 * Finds the steps that do what a statement asks for without blocking anybody.
 */
public final class Planner {

	private Planner() {
	}

	/**
	 * Plans a statement that an earlier run may have begun.
	 * @param statement a statement that must not be run as it stands
	 * @param facts what the catalog says about what it touches
	 * @return the steps, or empty when no safe ones are known
	 */
	public static Optional<Plan> plan(Statement statement, Facts facts) {
		return plan(statement, facts, true);
	}

	/**
	 * Plans a statement.
	 * @param statement a statement that must not be run as it stands
	 * @param facts what the catalog says about what it touches
	 * @param goesOn whether an earlier run of it may have left what is there: only then
	 * is a column that it adds {@code IF NOT EXISTS}, and that exists, its own
	 * @return the steps, or empty when no safe ones are known
	 */
	public static Optional<Plan> plan(Statement statement, Facts facts, boolean goesOn) {
		List<Step> steps = List.of();
		if (statement instanceof CreateIndex create) {
			steps = facts.relation(create.table()).map((table) -> createIndex(create, table, facts)).orElse(steps);
		}
		else if (statement instanceof DropIndex drop) {
			steps = dropIndex(drop, facts);
		}
		else if (statement instanceof AlterTable alter) {
			steps = facts.relation(alter.name()).map((table) -> alterTable(alter, table, facts, goesOn)).orElse(steps);
		}
		else if (statement instanceof CreateTable create && create.partitionOf() != null) {
			steps = facts.relation(create.partitionOf())
				.map((parent) -> CreatePartitionPlanner.steps(create, parent, facts))
				.orElse(steps);
		}
		else if (statement instanceof ObjectCommand command) {
			steps = command(command, facts);
		}
		return steps.isEmpty() ? Optional.empty() : Optional.of(new Plan(steps));
	}

	private static List<Step> alterTable(AlterTable alter, Relation table, Facts facts, boolean goesOn) {
		if (alter.actions().get(0) instanceof Change change && change.kind() == ActionKind.ATTACH_PARTITION) {
			return AttachPlanner.steps(alter, change, table, facts);
		}
		if (alter.actions().get(0) instanceof Change change && change.kind() == ActionKind.DETACH_PARTITION) {
			return DetachPlanner.steps(alter, change, table, facts);
		}
		return new AlterTablePlanner(alter, table, facts, goesOn).steps();
	}

	private static List<Step> command(ObjectCommand command, Facts facts) {
		return switch (command.verb()) {
			case REINDEX -> ReindexPlanner.steps(command, facts);
			case REFRESH -> RefreshPlanner.steps(command, facts);
			case DROP -> (command.type() == ObjectType.TABLE) ? DropTablePlanner.steps(command, facts) : List.of();
			case TRUNCATE -> TruncatePlanner.steps(command, facts);
			default -> List.of();
		};
	}

	private static List<Step> createIndex(CreateIndex create, Relation table, Facts facts) {
		boolean unknown = create.name() == null && facts.newIndex().columns().isEmpty();
		boolean taken = create.name() != null && facts.taken().relations().contains(create.name())
				&& table.index(create.name()).isEmpty();
		if (unknown || taken) {
			return List.of();
		}
		ChosenNames names = new ChosenNames(table, facts);
		String name = (create.name() != null) ? create.name() : names.index(facts.newIndex().columns());
		if (table.isPartitioned()) {
			return partitionedIndex(create, table, facts, names, name);
		}
		return List.of(buildIndex(table, name, create.unique(), create.definition()));
	}

	/**
	 * What asks for its partitions to be left out, or for the impossible, stays as it is.
	 */
	private static List<Step> partitionedIndex(CreateIndex create, Relation table, Facts facts, ChosenNames names,
			String name) {
		return (create.only() || create.concurrently() || facts.newIndex().columns().isEmpty()) ? List.of()
				: new PartitionedIndexPlanner(facts, new PlainPartitionedIndex(create, facts.newIndex())).steps(table,
						names, name);
	}

	static Step buildIndex(Relation table, String name, boolean unique, String definition) {
		String sql = "CREATE " + (unique ? "UNIQUE " : "") + "INDEX CONCURRENTLY " + QualifiedName.quoteIfNeeded(name)
				+ " ON " + table.name() + " " + definition;
		Step.Leftover invalid = new Step.Leftover(Check.invalidIndex(table.oid(), name),
				"DROP INDEX CONCURRENTLY " + table.name().sibling(name));
		return new Step(sql, StepTransaction.NONE, Patience.PATIENT,
				List.of(new RelationLock(table.oid(), table.name(), LockMode.SHARE_UPDATE_EXCLUSIVE)),
				Check.validIndex(table.oid(), name), invalid)
			.creating();
	}

	/**
	 * What is missing comes first: a run that goes on passes it over, and another one is
	 * not begun.
	 */
	private static List<Step> dropIndex(DropIndex drop, Facts facts) {
		List<Step> missing = new ArrayList<>();
		List<Step> steps = new ArrayList<>();
		for (QualifiedName name : drop.names()) {
			Relation index = facts.relation(name).orElse(null);
			if (index == null) {
				Step step = dropStep(drop, name, List.of());
				missing.add(drop.ifExists() ? step : step.creating());
			}
			else if (drop.cascade() || index.kind() != 'i' || index.table() == null
					|| index.table().backsConstraint()) {
				return List.of();
			}
			else {
				steps.add(dropStep(drop, index.name(),
						List.of(new RelationLock(index.table().oid(), index.table().name(),
								LockMode.SHARE_UPDATE_EXCLUSIVE),
								new RelationLock(index.oid(), index.name(), LockMode.SHARE_UPDATE_EXCLUSIVE))));
			}
		}
		missing.addAll(steps);
		return List.copyOf(missing);
	}

	private static Step dropStep(DropIndex drop, QualifiedName name, List<RelationLock> locks) {
		return new Step("DROP INDEX CONCURRENTLY " + (drop.ifExists() ? "IF EXISTS " : "") + name, StepTransaction.NONE,
				Patience.PATIENT, locks, Check.noRelation(name.quoted()), null);
	}

}
