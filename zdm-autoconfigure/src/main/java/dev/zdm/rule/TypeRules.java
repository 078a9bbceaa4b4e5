package dev.zdm.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.QualifiedName;

/**
 * Rules about the types of columns. What a change of type does is seen on an empty twin
 * of the table.
 */
final class TypeRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM040", "Changing the type rewrites the whole table", Hazard.REWRITE,
					Altered.by(AlterType.class, TypeRules::rewrites)),
			new Rule("ZDM041", "Changing the type checks or indexes every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					Altered.by(AlterType.class, TypeRules::scans)));

	private TypeRules() {
	}

	private static Stream<Rule.Case> rewrites(AlterType alter, Altered altered) {
		if (!altered.rewrites(alter)) {
			return Stream.empty();
		}
		Relation table = altered.table();
		String unknown = altered.facts().effect(alter).map(Facts.Effect::unknown).orElse(null);
		return Stream.of(new Rule.Case(
				((unknown == null) ? "PostgreSQL, tried on an empty twin, rewrites "
						: "It could not be proved (" + unknown + ") that PostgreSQL does not rewrite ") + table.name()
						+ " and all its indexes under ACCESS EXCLUSIVE: nobody reads or writes meanwhile.",
				expandAndContract(alter, table))
			.on(altered.tree())
			.with(Hazard.SCAN, referring(alter, altered)));
	}

	private static Stream<Rule.Case> scans(AlterType alter, Altered altered) {
		Relation table = altered.table();
		Facts.Effect effect = altered.facts().effect(alter).orElse(null);
		if (effect == null || effect.rewritesTable() || table.column(alter.column()).isEmpty()) {
			return Stream.empty();
		}
		List<Relation> built = altered.tree()
			.stream()
			.filter((each) -> rebuilds(alter, each, altered, effect))
			.toList();
		List<Relation> read = altered.isRewritten() ? List.of()
				: altered.tree().stream().filter((each) -> !checks(alter, each, altered).isEmpty()).toList();
		List<Relation> referring = effect.comparesAnew() ? referring(alter, altered) : List.of();
		if (built.isEmpty() && read.isEmpty() && referring.isEmpty()) {
			return Stream.empty();
		}
		String why = built.isEmpty()
				? "Every row is checked again for " + String.join(", ", checkedAgain(alter, altered))
				: "An index on " + alter.column() + " is built anew";
		return Stream.of(new Rule.Case(
				why + " under ACCESS EXCLUSIVE on " + table.name() + ": nobody reads or writes meanwhile.",
				built.isEmpty()
						? "Drop the constraint, change the type, and add the constraint again; zdm validates it "
								+ "without blocking."
						: expandAndContract(alter, table))
			.with(Hazard.BUILD, altered.isRewritten() ? List.of() : built)
			.with(Hazard.SCAN, read)
			.with(Hazard.SCAN, referring));
	}

	/** The index of a partitioned table is always built anew, on all partitions. */
	private static boolean rebuilds(AlterType alter, Relation relation, Altered altered, Facts.Effect effect) {
		boolean changed = effect.rebuildsIndexes() || (effect.comparesAnew() && relation != altered.table());
		return (changed && isIndexed(alter, relation))
				|| (altered.table().isPartitioned() && isIndexed(alter, altered.table()));
	}

	private static boolean isIndexed(AlterType alter, Relation relation) {
		return relation.indexes().stream().anyMatch((index) -> index.mentions().contains(alter.column()));
	}

	/** A check that was never validated is not validated now. */
	private static List<String> checks(AlterType alter, Relation relation, Altered altered) {
		return relation.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'c' && constraint.validated()
					&& constraint.columns().contains(alter.column()) && !altered.drops(constraint.name()))
			.map(Relation.Constraint::name)
			.toList();
	}

	private static List<Relation.Constraint> keys(AlterType alter, Altered altered) {
		return altered.table()
			.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'f' && constraint.validated()
					&& constraint.columns().contains(alter.column()) && !altered.drops(constraint.name()))
			.toList();
	}

	private static List<String> checkedAgain(AlterType alter, Altered altered) {
		List<String> names = new ArrayList<>(checks(alter, altered.table(), altered));
		names.addAll(keys(alter, altered).stream().map(Relation.Constraint::name).toList());
		return names.stream().distinct().collect(Collectors.toList());
	}

	/** The tables whose foreign keys from or to the column are checked again. */
	private static List<Relation> referring(AlterType alter, Altered altered) {
		Facts facts = altered.facts();
		List<Relation> referring = new ArrayList<>();
		for (Relation.Constraint key : keys(alter, altered)) {
			Relation child = (key.incoming() && key.other() != null) ? facts.relation(key.other().oid()).orElse(null)
					: altered.table();
			if (child != null) {
				referring.addAll(child.isPartitioned() ? facts.tree(child) : List.of(child));
			}
		}
		return referring;
	}

	private static String expandAndContract(AlterType alter, Relation table) {
		String quoted = QualifiedName.quoteIfNeeded(alter.column());
		String value = (alter.using() != null) ? alter.using() : quoted + "::" + alter.type();
		FilledColumn added = new FilledColumn(table, alter.column() + "_new", alter.type(), value);
		return "Add a second column that a trigger keeps filled for new rows, and a backfill for old ones:\n"
				+ added.recipe() + "\n" + added.swap(alter.column());
	}

}
