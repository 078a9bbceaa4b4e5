package dev.zdm.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropConstraint;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.QualifiedName;

/**
 * Rules about constraints.
 */
final class ConstraintRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM030", "SET NOT NULL reads every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					Altered.by(SetNotNull.class, ConstraintRules::setNotNull)),
			new Rule("ZDM031", "ADD CHECK reads every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					Altered.by(AddConstraint.class, ConstraintRules::check)),
			new Rule("ZDM032", "ADD FOREIGN KEY checks every row while both tables refuse writes", Hazard.SCAN,
					Altered.by(AddConstraint.class, ConstraintRules::foreignKey)),
			new Rule("ZDM033", "A foreign key without an index makes deletes in the other table read all of this one",
					Hazard.NONE,
					(statement, facts) -> Stream.concat(
							Altered.by(AddConstraint.class, ConstraintRules::withoutIndex).apply(statement, facts),
							Altered.by(AddColumn.class, ConstraintRules::columnWithoutIndex).apply(statement, facts))),
			new Rule("ZDM034", "ADD UNIQUE or PRIMARY KEY builds its index under ACCESS EXCLUSIVE", Hazard.BUILD,
					Altered.by(AddConstraint.class, ConstraintRules::key)),
			new Rule("ZDM035", "ADD EXCLUDE builds its index under ACCESS EXCLUSIVE", Hazard.BUILD,
					Altered.by(AddConstraint.class, ConstraintRules::exclude)),
			new Rule("ZDM037", "ALTER CONSTRAINT ENFORCED checks every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					Altered.by(List.of(ActionKind.ALTER_CONSTRAINT), ConstraintRules::enforce)),
			new Rule("ZDM038", "A foreign key dropped with something else locks the other table for all of it",
					Hazard.LOCK, Altered.by(DropConstraint.class, ConstraintRules::dropKeyWithMore)));

	private ConstraintRules() {
	}

	private static Stream<Rule.Case> setNotNull(SetNotNull set, Altered altered) {
		List<Relation> read = NotNull.read(set.column(), set, altered);
		Relation table = altered.table();
		return read.isEmpty() ? Stream.empty()
				: Stream.of(
						new Rule.Case(
								"All of " + names(read) + " is read to see that no " + set.column()
										+ " is NULL, while nobody can read or write.",
								NotNull.recipe(table, set.column()))
							.on(read));
	}

	/** One name, or the first one's and how many more there are. */
	private static String names(List<Relation> relations) {
		String first = relations.get(0).name().toString();
		return (relations.size() == 1) ? first : first + " and " + (relations.size() - 1) + " below it";
	}

	private static Stream<Rule.Case> check(AddConstraint add, Altered altered) {
		boolean check = add.kind() == ConstraintKind.CHECK || add.kind() == ConstraintKind.NOT_NULL;
		if (!check || add.notValid() || altered.isRewritten()) {
			return Stream.empty();
		}
		List<Relation> read = (add.kind() == ConstraintKind.CHECK) ? checked(add, altered)
				: NotNull.read(add.columns().get(0), add, altered)
					.stream()
					.filter((relation) -> !add.noInherit() || relation == altered.table())
					.toList();
		return read.isEmpty() ? Stream.empty()
				: Stream.of(new Rule.Case("All of " + names(read) + " is checked while nobody can read or write.",
						notValidRecipe(add, altered.table()))
					.on(read));
	}

	/** A descendant that has a check of the name already merges the new one with it. */
	private static List<Relation> checked(AddConstraint add, Altered altered) {
		if (add.noInherit()) {
			return List.of(altered.table());
		}
		return altered.tree()
			.stream()
			.filter((relation) -> relation == altered.table() || add.name() == null
					|| relation.constraint(add.name()).isEmpty())
			.toList();
	}

	private static Stream<Rule.Case> foreignKey(AddConstraint add, Altered altered) {
		if (add.kind() != ConstraintKind.FOREIGN_KEY || add.notValid()) {
			return Stream.empty();
		}
		Relation table = altered.table();
		boolean byPartition = table.isPartitioned() && altered.facts().session().majorVersion() < 18;
		List<Relation> read = altered.partitions()
			.stream()
			.filter((relation) -> relation == table || !hasKey(add, relation, altered))
			.toList();
		return Stream.of(new Rule.Case("SHARE ROW EXCLUSIVE on " + table.name() + " and " + add
			.referenced() + " blocks their writes until every row of " + table.name() + " is checked.", byPartition
					? "Before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key: add it NOT VALID to "
							+ "each partition, validate each, then add it to the parent, which adopts them."
					: notValidRecipe(add, table))
			.on(read));
	}

	/** A partition that refers to the same table by the same columns keeps its key. */
	private static boolean hasKey(AddConstraint add, Relation partition, Altered altered) {
		Relation referenced = (add.referenced() != null) ? altered.facts().relation(add.referenced()).orElse(null)
				: null;
		return partition.constraints()
			.stream()
			.anyMatch((key) -> key.type() == 'f' && !key.incoming() && key.validated()
					&& key.columns().equals(add.columns()) && key.other() != null && referenced != null
					&& key.other().oid() == referenced.oid());
	}

	private static Stream<Rule.Case> withoutIndex(AddConstraint add, Altered altered) {
		Relation table = altered.table();
		if (add.kind() != ConstraintKind.FOREIGN_KEY || !table.columns().keySet().containsAll(add.columns())
				|| table.indexes().stream().anyMatch((index) -> serves(index, add.columns()))) {
			return Stream.empty();
		}
		String columns = add.columns().stream().map(QualifiedName::quoteIfNeeded).collect(Collectors.joining(", "));
		return Stream.of(new Rule.Case(
				"No index of " + table.name() + " begins with " + columns + ": each DELETE or key change in "
						+ add.referenced() + " reads all of " + table.name() + ".",
				"Build one first:\n  CREATE INDEX CONCURRENTLY ON " + table.name() + " (" + columns + ");"));
	}

	private static Stream<Rule.Case> columnWithoutIndex(AddColumn add, Altered altered) {
		Relation table = altered.table();
		if (add.references().isEmpty() || table.column(add.column()).isPresent()
				|| add.constraints().contains(ConstraintKind.UNIQUE)
				|| add.constraints().contains(ConstraintKind.PRIMARY_KEY)) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"Each DELETE or key change in " + add.references().get(0) + " reads all of " + table.name() + ".",
				"Build one:\n  CREATE INDEX CONCURRENTLY ON " + table.name() + " ("
						+ QualifiedName.quoteIfNeeded(add.column()) + ");"));
	}

	/** Whether an index finds rows by these columns, in whatever order. */
	private static boolean serves(Relation.Index index, List<String> columns) {
		return index.valid() && index.columns().size() >= columns.size()
				&& index.columns().subList(0, columns.size()).containsAll(columns);
	}

	static String notValidRecipe(AddConstraint add, Relation table) {
		String name = (add.name() != null) ? QualifiedName.quoteIfNeeded(add.name()) : "name";
		return """
				Add it NOT VALID, then validate it in a transaction of its own:
				  ALTER TABLE %1$s ADD CONSTRAINT %2$s %3$s NOT VALID;
				  ALTER TABLE %1$s VALIDATE CONSTRAINT %2$s;""".formatted(table.name(), name, add.definition());
	}

	private static Stream<Rule.Case> key(AddConstraint add, Altered altered) {
		if (add.kind() != ConstraintKind.UNIQUE && add.kind() != ConstraintKind.PRIMARY_KEY) {
			return Stream.empty();
		}
		List<Relation> read = (add.kind() == ConstraintKind.PRIMARY_KEY) ? readForKey(add, altered) : List.of();
		Relation table = altered.table();
		if (add.usingIndex() != null) {
			return read.isEmpty() ? Stream.empty()
					: Stream.of(new Rule.Case("All of " + names(read) + " is read to see that no key column is NULL, "
							+ "while nobody can read or write.", keyRecipe(add, altered))
						.with(Hazard.SCAN, read));
		}
		return Stream.of(new Rule.Case(
				"The index is built (and NOT NULL of key columns proved) for every row of " + table.name()
						+ " while nobody can read or write.",
				"""
						Build the index concurrently, outside a transaction, then let the constraint take it over:
						  CREATE UNIQUE INDEX CONCURRENTLY name ON %1$s (%2$s);
						  ALTER TABLE %1$s ADD CONSTRAINT name %3$s USING INDEX name;""".formatted(table.name(),
						add.columns().stream().map(QualifiedName::quoteIfNeeded).collect(Collectors.joining(", ")),
						(add.kind() == ConstraintKind.UNIQUE) ? "UNIQUE" : "PRIMARY KEY"))
			.with(Hazard.BUILD, built(add, altered))
			.with(Hazard.SCAN, read));
	}

	private static List<Relation> readForKey(AddConstraint add, Altered altered) {
		List<Relation> read = new ArrayList<>();
		for (String column : NotNull.keyColumns(add, altered.table())) {
			read.addAll(NotNull.read(column, add, altered));
		}
		return read.stream().distinct().toList();
	}

	private static String keyRecipe(AddConstraint add, Altered altered) {
		return NotNull.keyColumns(add, altered.table())
			.stream()
			.filter((column) -> !NotNull.isSettled(column, add, altered))
			.map((column) -> NotNull.recipe(altered.table(), column))
			.collect(Collectors.joining("\n"));
	}

	/** A partition that has such a key already keeps its index. */
	private static List<Relation> built(AddConstraint add, Altered altered) {
		char type = (add.kind() == ConstraintKind.UNIQUE) ? 'u' : 'p';
		return altered.partitions()
			.stream()
			.filter((relation) -> relation == altered.table() || relation.constraints()
				.stream()
				.noneMatch((constraint) -> constraint.type() == type && constraint.columns().equals(add.columns())))
			.toList();
	}

	private static Stream<Rule.Case> exclude(AddConstraint add, Altered altered) {
		return (add.kind() == ConstraintKind.EXCLUDE) ? Stream.of(new Rule.Case(
				"Its index is built for every row of " + altered.table().name()
						+ " while nobody can read or write; PostgreSQL has no concurrent form for it.",
				"Create a new table with the constraint, fill it by a backfill, and change over to it.")
			.on(altered.partitions())) : Stream.empty();
	}

	private static Stream<Rule.Case> dropKeyWithMore(DropConstraint drop, Altered altered) {
		Relation.Constraint key = altered.table().constraint(drop.name()).orElse(null);
		if (key == null || key.type() != 'f' || key.inherited() || key.other() == null
				|| altered.alter().actions().size() < 2) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"ACCESS EXCLUSIVE on " + altered.table().name() + " and " + key.other().name()
						+ " is held until all of the statement's other actions are done, too.",
				"Drop it in a statement of its own:\n  ALTER TABLE " + altered.table().name() + " " + drop.text()
						+ ";"));
	}

	private static Stream<Rule.Case> enforce(Change change, Altered altered) {
		Relation.Constraint constraint = altered.table().constraint(String.valueOf(change.name())).orElse(null);
		if (constraint == null || constraint.enforced() || !ConstraintLocks.enforces(change)) {
			return Stream.empty();
		}
		return Stream
			.of(new Rule.Case("All of " + altered.table().name() + " is checked while nobody can read or write.",
					"Add a second constraint of the same kind NOT VALID, validate it, and drop this one.")
				.on(altered.partitions()));
	}

}
