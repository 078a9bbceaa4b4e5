package dev.zdm.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction.AddConstraint;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.SetNotNull;
import dev.zdm.sql.QualifiedName;

/**
 * Rules about constraints.
 */
final class ConstraintRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM030", "SET NOT NULL reads every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					ColumnRules.actions(SetNotNull.class, ConstraintRules::setNotNull)),
			new Rule("ZDM031", "ADD CHECK reads every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					ColumnRules.actions(AddConstraint.class, ConstraintRules::check)),
			new Rule("ZDM032", "ADD FOREIGN KEY checks every row while both tables refuse writes", Hazard.SCAN,
					ColumnRules.actions(AddConstraint.class, ConstraintRules::foreignKey)),
			new Rule("ZDM034", "ADD UNIQUE or PRIMARY KEY builds its index under ACCESS EXCLUSIVE", Hazard.BUILD,
					ColumnRules.actions(AddConstraint.class, ConstraintRules::key)),
			new Rule("ZDM035", "ADD EXCLUDE builds its index under ACCESS EXCLUSIVE", Hazard.BUILD,
					ColumnRules.actions(AddConstraint.class, ConstraintRules::exclude)));

	private ConstraintRules() {
	}

	private static Stream<Rule.Case> setNotNull(SetNotNull set, Relation table, Facts facts) {
		boolean needed = table.column(set.column()).map((column) -> !isSettled(column, table)).orElse(false);
		return needed ? Stream.of(new Rule.Case("All of " + table.name() + " is read to see that no " + set.column()
				+ " is NULL, while nobody can read or write.", notNullRecipe(table, set.column()))) : Stream.empty();
	}

	/**
	 * Whether the column refuses NULL already, or a validated check proves that none is
	 * there.
	 */
	private static boolean isSettled(Relation.Column column, Relation table) {
		boolean pending = table.constraints()
			.stream()
			.anyMatch((constraint) -> constraint.type() == 'n' && !constraint.validated()
					&& constraint.columns().equals(List.of(column.name())));
		return (column.notNull() && !pending) || table.constraints()
			.stream()
			.anyMatch((constraint) -> constraint.refusesNull() && constraint.validated()
					&& constraint.columns().equals(List.of(column.name())));
	}

	private static String notNullRecipe(Relation table, String column) {
		return """
				Prove it first without blocking, each statement in a transaction of its own:
				  ALTER TABLE %1$s ADD CONSTRAINT %3$s CHECK (%2$s IS NOT NULL) NOT VALID;
				  ALTER TABLE %1$s VALIDATE CONSTRAINT %3$s;
				  ALTER TABLE %1$s ALTER COLUMN %2$s SET NOT NULL;
				  ALTER TABLE %1$s DROP CONSTRAINT %3$s;""".formatted(table.name(), QualifiedName.quoteIfNeeded(column),
				QualifiedName.quoteIfNeeded(column + "_not_null"));
	}

	private static Stream<Rule.Case> check(AddConstraint add, Relation table, Facts facts) {
		boolean scans = add.kind() == ConstraintKind.CHECK
				|| (add.kind() == ConstraintKind.NOT_NULL && !isNotNull(add, table));
		return (scans && !add.notValid())
				? Stream.of(new Rule.Case("All of " + table.name() + " is checked while nobody can read or write.",
						notValidRecipe(add, table)))
				: Stream.empty();
	}

	private static boolean isNotNull(AddConstraint add, Relation table) {
		return nullable(add, table).isEmpty();
	}

	/** The columns of a constraint that may hold NULL, as far as the catalog can tell. */
	private static List<String> nullable(AddConstraint add, Relation table) {
		List<String> columns = (add.usingIndex() != null)
				? table.index(add.usingIndex()).map(Relation.Index::columns).orElse(List.of()) : add.columns();
		return columns.stream()
			.filter((name) -> table.column(name).filter((column) -> !isSettled(column, table)).isPresent())
			.toList();
	}

	private static Stream<Rule.Case> foreignKey(AddConstraint add, Relation table, Facts facts) {
		if (add.kind() != ConstraintKind.FOREIGN_KEY || add.notValid()) {
			return Stream.empty();
		}
		boolean byPartition = table.isPartitioned() && facts.session().majorVersion() < 18;
		return Stream.of(new Rule.Case("SHARE ROW EXCLUSIVE on " + table.name() + " and " + add
			.referenced() + " blocks their writes until every row of " + table.name() + " is checked.", byPartition
					? "Before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key: add it NOT VALID to each "
							+ "partition, validate each, then add it to the parent, which adopts them."
					: notValidRecipe(add, table)));
	}

	private static String notValidRecipe(AddConstraint add, Relation table) {
		String name = (add.name() != null) ? QualifiedName.quoteIfNeeded(add.name()) : "name";
		return """
				Add it NOT VALID, then validate it in a transaction of its own:
				  ALTER TABLE %1$s ADD CONSTRAINT %2$s %3$s NOT VALID;
				  ALTER TABLE %1$s VALIDATE CONSTRAINT %2$s;""".formatted(table.name(), name, add.definition());
	}

	private static Stream<Rule.Case> key(AddConstraint add, Relation table, Facts facts) {
		boolean key = add.kind() == ConstraintKind.UNIQUE || add.kind() == ConstraintKind.PRIMARY_KEY;
		if (!key) {
			return Stream.empty();
		}
		if (add.usingIndex() != null) {
			return (add.kind() == ConstraintKind.PRIMARY_KEY)
					? nullable(add, table).stream()
						.map((column) -> new Rule.Case("All of " + table.name() + " is read to see that no " + column
								+ " is NULL, while nobody can read or write.", notNullRecipe(table, column)))
					: Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"The index is built (and NOT NULL of key columns proved) for every row of " + table.name()
						+ " while nobody can read or write.",
				"""
						Build the index concurrently, outside a transaction, then let the constraint take it over:
						  CREATE UNIQUE INDEX CONCURRENTLY name ON %1$s (%2$s);
						  ALTER TABLE %1$s ADD CONSTRAINT name %3$s USING INDEX name;""".formatted(table.name(),
						add.columns().stream().map(QualifiedName::quoteIfNeeded).collect(Collectors.joining(", ")),
						(add.kind() == ConstraintKind.UNIQUE) ? "UNIQUE" : "PRIMARY KEY")));
	}

	private static Stream<Rule.Case> exclude(AddConstraint add, Relation table, Facts facts) {
		return (add.kind() == ConstraintKind.EXCLUDE)
				? Stream.of(new Rule.Case(
						"Its index is built for every row of " + table.name() + " while nobody can read or write; "
								+ "PostgreSQL has no concurrent form for it.",
						"Create a new table with the constraint, fill it by a backfill, and change over to it."))
				: Stream.empty();
	}

}
