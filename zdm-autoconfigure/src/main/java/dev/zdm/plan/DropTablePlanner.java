package dev.zdm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Dependent;
import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;

/**
 * Plans a {@code DROP TABLE} so that no lock is waited for while others are held: each
 * foreign key from or to another table is dropped alone, a partition is detached
 * concurrently, and then the tables go, all at once.
 */
final class DropTablePlanner {

	private final ObjectCommand drop;

	private final Facts facts;

	private final List<Relation> tables;

	private final Set<Long> gone = new HashSet<>();

	private DropTablePlanner(ObjectCommand drop, Facts facts) {
		this.drop = drop;
		this.facts = facts;
		this.tables = drop.names().stream().flatMap((name) -> facts.relation(name).stream()).toList();
		this.tables.stream()
			.flatMap((table) -> facts.tree(table).stream())
			.forEach((each) -> this.gone.add(each.oid()));
	}

	/**
	 * The steps; none where the tables have nothing to do with others, where PostgreSQL
	 * would refuse, where more than foreign keys goes with them, or where another role
	 * owns the other end.
	 */
	static List<Step> steps(ObjectCommand drop, Facts facts) {
		DropTablePlanner planner = new DropTablePlanner(drop, facts);
		return planner.isPossible() ? planner.steps() : List.of();
	}

	private boolean isPossible() {
		boolean all = this.drop.options().contains(Option.IF_EXISTS) || this.tables.size() == this.drop.names().size();
		return all && !this.facts.reach().needed()
				&& this.tables.stream()
					.allMatch((table) -> (table.kind() == 'r' || table.kind() == 'p') && !table.isPrivate())
				&& this.facts.reach().gone().stream().filter(Dependent::cascaded).allMatch(this::isKey);
	}

	private boolean isKey(Dependent gone) {
		return gone.type().equals("table constraint") && this.facts.relation(gone.relation())
			.stream()
			.flatMap((relation) -> relation.constraints().stream())
			.anyMatch((key) -> key.type() == 'f' && !key.incoming() && key.other() != null
					&& this.gone.contains(key.other().oid()) && gone.identity().startsWith(quoted(key) + " on "));
	}

	private static String quoted(Relation.Constraint key) {
		return QualifiedName.quoteIfNeeded(key.name());
	}

	private List<Step> steps() {
		List<Step> planned = new ArrayList<>();
		for (Relation table : this.tables) {
			for (Relation.Constraint key : table.constraints()) {
				Relation other = (key.other() != null) ? this.facts.relation(key.other().oid()).orElse(null) : null;
				if (key.type() == 'f' && !key.inherited() && other != null && !this.gone.contains(other.oid())) {
					if (!other.owner().equals(table.owner())) {
						return List.of();
					}
					planned.add(key.incoming() ? keyDropped(other, key, table) : keyDropped(table, key, other));
				}
			}
			planned.addAll(detached(table));
		}
		if (planned.isEmpty()) {
			return List.of();
		}
		planned.add(dropped());
		return List.copyOf(planned);
	}

	private Step keyDropped(Relation referring, Relation.Constraint key, Relation referred) {
		return new Step("ALTER TABLE " + referring.name() + " DROP CONSTRAINT " + quoted(key), StepTransaction.OWN,
				Patience.LADDER,
				Stream.concat(partitions(referring), partitions(referred))
					.distinct()
					.map((each) -> AlterTableSteps.lock(each, LockMode.ACCESS_EXCLUSIVE))
					.toList(),
				Check.noConstraint(referring.oid(), key.name()), null);
	}

	private Stream<Relation> partitions(Relation table) {
		return table.isPartitioned() ? this.facts.tree(table).stream() : Stream.of(table);
	}

	private List<Step> detached(Relation table) {
		Relation parent = table.lineage().partition() ? this.facts.parents(table).stream().findFirst().orElse(null)
				: null;
		return (parent == null || this.gone.contains(parent.oid()) || !DetachPlanner.isPossible(parent)) ? List.of()
				: DetachPlanner.detached(table, parent, this.facts);
	}

	private Step dropped() {
		String names = this.tables.stream().map((table) -> table.name().toString()).collect(Collectors.joining(", "));
		Check gone = Check.all(this.tables.stream().map((table) -> Check.noRelation(table.name().quoted())).toList());
		return new Step(
				"DROP TABLE " + (this.drop.options().contains(Option.IF_EXISTS) ? "IF EXISTS " : "") + names
						+ (this.drop.options().contains(Option.CASCADE) ? " CASCADE" : ""),
				StepTransaction.OWN, Patience.LADDER, StatementLocks.of(this.drop, this.facts), gone, null);
	}

}
