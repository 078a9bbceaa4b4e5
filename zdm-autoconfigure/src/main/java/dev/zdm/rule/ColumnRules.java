package dev.zdm.rule;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.AlterType;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterAction.RenameSubject;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Rules about columns, their types and names.
 */
final class ColumnRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM020", "ADD COLUMN rewrites the whole table", Hazard.REWRITE,
					actions(AddColumn.class, ColumnRules::addRewrites)),
			new Rule("ZDM021", "ADD COLUMN NOT NULL without a default fails on the first existing row",
					Hazard.BREAKS_CODE, actions(AddColumn.class, ColumnRules::addNotNull)),
			new Rule("ZDM022", "ADD COLUMN with a constraint checks every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					actions(AddColumn.class, ColumnRules::addConstrained)),
			new Rule("ZDM023", "DROP COLUMN breaks code that still uses the column", Hazard.NONE,
					actions(DropColumn.class, ColumnRules::drop)),
			new Rule("ZDM040", "Changing the type rewrites the whole table", Hazard.REWRITE,
					actions(AlterType.class, ColumnRules::typeRewrites)),
			new Rule("ZDM041", "Changing the type checks or indexes every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					actions(AlterType.class, ColumnRules::typeScans)),
			new Rule("ZDM050", "Renaming breaks the code that is running", Hazard.BREAKS_CODE,
					actions(Rename.class, ColumnRules::rename)));

	private ColumnRules() {
	}

	/**
	 * Looks at every action of one kind in an {@code ALTER TABLE} of an existing table
	 * that others can see.
	 */
	static <A extends AlterAction> BiFunction<Statement, Facts, Stream<Rule.Case>> actions(Class<A> type,
			ActionRule<A> rule) {
		return (statement, facts) -> {
			if (!(statement instanceof Statement.AlterTable alter)) {
				return Stream.empty();
			}
			return facts.relation(alter.name())
				.filter((table) -> !table.isPrivate())
				.stream()
				.flatMap((table) -> alter.actions()
					.stream()
					.filter(type::isInstance)
					.map(type::cast)
					.flatMap((action) -> rule.cases(action, table, facts))
					.map((found) -> found.relations().isEmpty() ? found.on(worked(alter, table, facts)) : found));
		};
	}

	/** What an action that says nothing else works on. */
	private static List<Relation> worked(Statement.AlterTable alter, Relation table, Facts facts) {
		return alter.only() ? List.of(table) : facts.tree(table);
	}

	private static Stream<Rule.Case> addRewrites(AddColumn add, Relation table, Facts facts) {
		String why = rewriteReason(add, facts);
		if (why == null || table.column(add.column()).isPresent()) {
			return Stream.empty();
		}
		String column = QualifiedName.quoteIfNeeded(add.column());
		String wayOut = (add.defaultExpression() != null)
				? """
						Add the column without the default, set the default for new rows, fill the old ones by a backfill:
						  ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
						  ALTER TABLE %1$s ALTER COLUMN %2$s SET DEFAULT %4$s;
						  zdm.backfills.%2$s: {table: %1$s, set: {%2$s: "%4$s"}, where: %2$s is null}"""
					.formatted(table.name(), column, add.type(), add.defaultExpression())
				: """
						Add a plain column, keep it filled for new rows (default or trigger), fill the old ones by a \
						backfill:
						  ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
						  zdm.backfills.%2$s: {table: %1$s, set: {%2$s: "…"}, where: %2$s is null}"""
					.formatted(table.name(), column, plainType(add.type()));
		return Stream.of(new Rule.Case(why + " " + table.name()
				+ " and all its indexes are written anew under ACCESS EXCLUSIVE: nobody reads or writes meanwhile.",
				wayOut));
	}

	private static String plainType(String type) {
		return switch (type) {
			case "serial", "serial4" -> "integer";
			case "bigserial", "serial8" -> "bigint";
			case "smallserial", "serial2" -> "smallint";
			default -> type;
		};
	}

	private static @Nullable String rewriteReason(AddColumn add, Facts facts) {
		if (add.generation() == Generation.SEQUENCE) {
			return "Each row gets its own number from a sequence.";
		}
		if (add.generation() == Generation.STORED) {
			return "The generated value is stored in each row.";
		}
		Facts.Effect effect = facts.effect(add).orElse(null);
		if (effect != null && effect.unknown() != null) {
			return "It could not be proved that existing rows stay as they are (" + effect.unknown() + "); if not,";
		}
		if (effect != null && effect.rewritesTable()) {
			return (add.defaultExpression() != null)
					? "The default is volatile (or the type a constrained domain): it is computed for each row."
					: "The type is a constrained domain: it is checked for each row.";
		}
		return null;
	}

	private static Stream<Rule.Case> addNotNull(AddColumn add, Relation table, Facts facts) {
		boolean valueForOldRows = add.defaultExpression() != null && !add.defaultExpression().equalsIgnoreCase("null");
		if (!add.notNull() || valueForOldRows || add.generation() != Generation.NONE
				|| table.column(add.column()).isPresent()) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"Existing rows of " + table.name() + " have no value for " + add.column()
						+ ", and running code that inserts without it fails.",
				"""
						Give it a constant default, or add it nullable, fill it by a backfill, then set NOT NULL:
						  ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
						  zdm.backfills.%2$s: {table: %1$s, set: {%2$s: "…"}, where: %2$s is null}
						  ALTER TABLE %1$s ALTER COLUMN %2$s SET NOT NULL;""".formatted(table.name(),
						QualifiedName.quoteIfNeeded(add.column()), add.type())));
	}

	private static Stream<Rule.Case> addConstrained(AddColumn add, Relation table, Facts facts) {
		boolean foreignKeyOnly = add.constraints().equals(Set.of(ConstraintKind.FOREIGN_KEY));
		boolean computedNotNull = add.generation() == Generation.VIRTUAL && add.notNull();
		boolean harmless = (add.constraints().isEmpty() && !computedNotNull)
				|| (foreignKeyOnly && add.defaultExpression() == null);
		if (harmless || table.column(add.column()).isPresent()) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"The constraint is checked, or its index built, for every row of " + table.name()
						+ " while nobody can read or write.",
				"""
						Add the column first and the constraint in a statement of its own; zdm then does that without blocking:
						  ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
						  ALTER TABLE %1$s ADD CONSTRAINT … ;"""
					.formatted(table.name(), QualifiedName.quoteIfNeeded(add.column()), add.type())));
	}

	private static Stream<Rule.Case> drop(DropColumn drop, Relation table, Facts facts) {
		return Stream.of(new Rule.Case(
				"Code that still reads or writes " + table.name() + "." + drop.column()
						+ " fails as soon as this is committed; its indexes and constraints go with it.",
				"Deploy code that no longer uses the column first."));
	}

	private static Stream<Rule.Case> typeRewrites(AlterType alter, Relation table, Facts facts) {
		boolean rewrites = facts.effect(alter).map(Facts.Effect::rewritesTable).orElse(true);
		String unknown = facts.effect(alter).map(Facts.Effect::unknown).orElse(null);
		if (!rewrites || table.column(alter.column()).isEmpty()) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				((unknown == null) ? "PostgreSQL, tried on an empty twin, rewrites "
						: "It could not be proved (" + unknown + ") that PostgreSQL does not rewrite ") + table.name()
						+ " and all its indexes under ACCESS EXCLUSIVE: nobody reads or writes meanwhile.",
				expandAndContract(alter, table)));
	}

	private static Stream<Rule.Case> typeScans(AlterType alter, Relation table, Facts facts) {
		if (facts.effect(alter).map(Facts.Effect::rewritesTable).orElse(true)) {
			return Stream.empty();
		}
		boolean comparesAnew = facts.effect(alter).map(Facts.Effect::comparesAnew).orElse(true);
		boolean rebuilds = facts.effect(alter).map(Facts.Effect::rebuildsIndexes).orElse(false);
		List<String> checked = table.constraints()
			.stream()
			.filter((constraint) -> constraint.columns().contains(alter.column())
					&& (constraint.type() == 'c' || (constraint.type() == 'f' && comparesAnew)))
			.map(Relation.Constraint::name)
			.toList();
		if (!rebuilds && checked.isEmpty()) {
			return Stream.empty();
		}
		String why = rebuilds ? "An index on " + alter.column() + " is built anew"
				: "Every row is checked again for " + String.join(", ", checked);
		return Stream.of(new Rule.Case(why + " under ACCESS EXCLUSIVE on " + table
			.name() + ": nobody reads or writes meanwhile.", rebuilds ? expandAndContract(alter, table)
					: "Drop the constraint, change the type, and add the constraint again; zdm validates it without "
							+ "blocking."));
	}

	private static String expandAndContract(AlterType alter, Relation table) {
		String expression = (alter.using() != null) ? alter.using() : alter.column() + "::" + alter.type();
		return """
				Add a second column, fill it by a backfill while the application writes both, then use it and drop the old:
				  ALTER TABLE %1$s ADD COLUMN %2$s_new %3$s;
				  zdm.backfills.%2$s-new: {table: %1$s, set: {%2$s_new: "%4$s"}, where: %2$s_new is null}"""
			.formatted(table.name(), alter.column(), alter.type(), expression);
	}

	private static Stream<Rule.Case> rename(Rename rename, Relation table, Facts facts) {
		if (rename.subject() == RenameSubject.CONSTRAINT) {
			return Stream.empty();
		}
		if (rename.subject() == RenameSubject.TABLE) {
			return Stream
				.of(new Rule.Case("Every instance that is running knows the table as " + table.name() + ".", """
						Rename it together with a view of the old name, in one transaction, and drop the view later:
						  -- zdm:allow ZDM050 reason="view below"
						  ALTER TABLE %1$s RENAME TO %2$s;
						  CREATE VIEW %1$s AS SELECT * FROM %3$s;""".formatted(table.name(),
						QualifiedName.quoteIfNeeded(rename.to()), table.name().sibling(rename.to()))));
		}
		return Stream.of(new Rule.Case(
				"Every instance that is running knows the column as " + table.name() + "." + rename.from() + ".",
				"""
						Add the new column, let the application write both, fill it by a backfill, read the new one, drop the old:
						  ALTER TABLE %1$s ADD COLUMN %2$s %4$s;
						  zdm.backfills.%2$s: {table: %1$s, set: {%2$s: %3$s}, where: %2$s is distinct from %3$s}"""
					.formatted(table.name(), rename.to(), rename.from(),
							table.column(String.valueOf(rename.from())).map(Relation.Column::type).orElse("…"))));
	}

	/**
	 * Looks at one action.
	 *
	 * @param <A> the kind of action
	 */
	interface ActionRule<A extends AlterAction> {

		Stream<Rule.Case> cases(A action, Relation table, Facts facts);

	}

}
