package dev.zdm.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.AddColumn;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.ConstraintKind;
import dev.zdm.sql.AlterAction.DropColumn;
import dev.zdm.sql.AlterAction.Generation;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterAction.RenameSubject;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * Rules about columns and their names.
 */
final class ColumnRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM020", "ADD COLUMN rewrites the whole table", Hazard.REWRITE,
					Altered.by(AddColumn.class, ColumnRules::addRewrites)),
			new Rule("ZDM021", "ADD COLUMN NOT NULL without a default fails on the first existing row",
					Hazard.BREAKS_CODE, Altered.by(AddColumn.class, ColumnRules::addNotNull)),
			new Rule("ZDM022", "ADD COLUMN with a constraint checks every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					Altered.by(AddColumn.class, ColumnRules::addConstrained)),
			new Rule("ZDM023", "DROP COLUMN breaks code that still uses the column", Hazard.NONE,
					Altered.by(DropColumn.class, ColumnRules::drop)),
			new Rule("ZDM024", "ADD COLUMN json breaks queries that compare rows", Hazard.BREAKS_CODE,
					Altered.by(AddColumn.class, ColumnRules::addJson)),
			new Rule("ZDM025", "SET EXPRESSION rewrites the whole table", Hazard.REWRITE,
					Altered.by(List.of(ActionKind.SET_EXPRESSION), ColumnRules::setExpression)),
			new Rule("ZDM026", "DROP COLUMN drops indexes and foreign keys under its lock", Hazard.LOCK,
					Altered.by(DropColumn.class, ColumnRules::dropMore)),
			new Rule("ZDM050", "Renaming breaks the code that is running", Hazard.BREAKS_CODE,
					Altered.by(Rename.class, ColumnRules::rename)),
			new Rule("ZDM053", "Renaming a column that a trigger of zdm keeps in step fails every write",
					Hazard.BREAKS_CODE, Altered.by(Rename.class, ColumnRules::renameInStep)));

	private ColumnRules() {
	}

	private static Stream<Rule.Case> addRewrites(AddColumn add, Altered altered) {
		Relation table = altered.table();
		String why = rewriteReason(add, altered.facts());
		if (why == null || table.column(add.column()).isPresent()) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(why + " " + table.name()
				+ " and all its indexes are written anew under ACCESS EXCLUSIVE: nobody reads or writes meanwhile.",
				instead(add, table))
			.on(lacking(add, altered)));
	}

	private static String instead(AddColumn add, Relation table) {
		String column = QualifiedName.quoteIfNeeded(add.column());
		if (add.generation() == Generation.STORED) {
			return "Add a plain column, keep it filled by a trigger for new rows and by a backfill for old ones:\n"
					+ new FilledColumn(table, add.column(), add.type(), expression(add)).recipe();
		}
		if (add.generation() == Generation.SEQUENCE) {
			return """
					Add a plain column with a sequence for new rows, fill the old ones by a backfill:
					  CREATE SEQUENCE %4$s AS %3$s;
					  ALTER TABLE %1$s ADD COLUMN %2$s %3$s, ALTER COLUMN %2$s SET DEFAULT nextval('%4$s');
					  ALTER SEQUENCE %4$s OWNED BY %1$s.%2$s;
					  zdm.backfills.%2$s: {table: %1$s, set: {%2$s: "nextval('%4$s')"}, where: %2$s is null}"""
				.formatted(table.name(), column, plainType(add.type()),
						table.name().sibling(table.name().name() + "_" + add.column() + "_seq"));
		}
		String value = (add.defaultExpression() != null) ? add.defaultExpression() : "…";
		return """
				Add the column without the default, set the default for new rows, fill the old ones by a backfill:
				  ALTER TABLE %1$s ADD COLUMN %2$s %3$s, ALTER COLUMN %2$s SET DEFAULT %4$s;
				  zdm.backfills.%2$s: {table: %1$s, set: {%2$s: "%4$s"}, where: %2$s is null}""".formatted(table.name(),
				column, add.type(), value);
	}

	/** What stands in the parentheses of a generated column. */
	private static String expression(AddColumn add) {
		String value = add.parts().value();
		return value.substring(value.indexOf('('), value.lastIndexOf(')') + 1);
	}

	/** The relations that get the column; a child that has one of the name keeps it. */
	private static List<Relation> lacking(AddColumn add, Altered altered) {
		return altered.tree().stream().filter((relation) -> relation.column(add.column()).isEmpty()).toList();
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

	private static Stream<Rule.Case> addNotNull(AddColumn add, Altered altered) {
		Relation table = altered.table();
		boolean valueForOldRows = add.defaultExpression() != null && !add.defaultExpression().equalsIgnoreCase("null");
		boolean refusesNull = add.notNull() || add.constraints().contains(ConstraintKind.PRIMARY_KEY);
		if (!refusesNull || valueForOldRows || add.generation() != Generation.NONE
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
						QualifiedName.quoteIfNeeded(add.column()), add.type()))
			.with(Hazard.SCAN, altered.isRewritten() ? List.of() : lacking(add, altered)));
	}

	private static Stream<Rule.Case> addConstrained(AddColumn add, Altered altered) {
		Relation table = altered.table();
		boolean checked = add.constraints().contains(ConstraintKind.CHECK)
				|| (add.generation() == Generation.VIRTUAL && add.notNull());
		boolean key = add.constraints().contains(ConstraintKind.UNIQUE)
				|| add.constraints().contains(ConstraintKind.PRIMARY_KEY);
		boolean referring = add.constraints().contains(ConstraintKind.FOREIGN_KEY)
				&& (add.defaultExpression() != null || add.generation() != Generation.NONE);
		if (table.column(add.column()).isPresent() || !(checked || key || referring)) {
			return Stream.empty();
		}
		boolean rewritten = altered.isRewritten();
		return Stream.of(new Rule.Case(
				"The constraint is checked, or its index built, for every row of " + table.name()
						+ " while nobody can read or write.",
				"""
						Add the column first and the constraint in a statement of its own; zdm then does that without blocking:
						  ALTER TABLE %1$s ADD COLUMN %2$s %3$s;
						  ALTER TABLE %1$s ADD CONSTRAINT … ;"""
					.formatted(table.name(), QualifiedName.quoteIfNeeded(add.column()), add.type()))
			.with(Hazard.SCAN, (checked && !rewritten) ? lacking(add, altered) : List.of())
			.with(Hazard.SCAN, referring ? altered.partitions() : List.of())
			.with(Hazard.BUILD, key ? altered.partitions() : List.of()));
	}

	private static Stream<Rule.Case> addJson(AddColumn add, Altered altered) {
		if (!add.type().replace("pg_catalog.", "").equals("json") || altered.table().column(add.column()).isPresent()) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"json has no equality: SELECT DISTINCT *, GROUP BY and UNION over " + altered.table().name()
						+ " fail from now on.",
				"Use jsonb:\n  ALTER TABLE " + altered.table().name() + " ADD COLUMN "
						+ QualifiedName.quoteIfNeeded(add.column()) + " jsonb;"));
	}

	private static Stream<Rule.Case> setExpression(Change set, Altered altered) {
		return altered.rewrites(set) ? Stream.of(new Rule.Case(
				"The generated value of each row is computed anew: " + altered.table().name()
						+ " and all its indexes are written again while nobody can read or write.",
				"Add a new column with the new expression (VIRTUAL from PostgreSQL 18 on, or kept by a trigger and "
						+ "filled by a backfill), use it, drop the old one.")
			.on(altered.tree())) : Stream.empty();
	}

	private static Stream<Rule.Case> drop(DropColumn drop, Altered altered) {
		Relation table = altered.table();
		return Stream.of(new Rule.Case(
				"Code that still reads or writes " + table.name() + "." + drop.column()
						+ " fails as soon as this is committed; its indexes and constraints go with it.",
				"Deploy code that no longer uses the column first."));
	}

	private static Stream<Rule.Case> dropMore(DropColumn drop, Altered altered) {
		Relation table = altered.table();
		ColumnDrop before = ColumnDrop.of(drop, table, altered.facts());
		if (before.isEmpty()) {
			return Stream.empty();
		}
		String also = Stream
			.concat(before.foreignKeys().stream().map(Relation.Constraint::name),
					before.indexes().stream().map(Relation.Index::name))
			.map(QualifiedName::quoteIfNeeded)
			.collect(Collectors.joining(", "));
		return Stream.of(new Rule.Case(
				"ACCESS EXCLUSIVE on " + table.name() + " is held while " + also
						+ (before.foreignKeys().isEmpty()
								? " goes with the column; the files of its indexes are removed before others go on."
								: " goes with the column, and the table at the other end is locked as long."),
				"Drop these before, one at a time, the indexes concurrently:\n" + dropsBefore(before, table)
						+ "  ALTER TABLE " + table.name() + " " + drop.text() + ";"));
	}

	private static String dropsBefore(ColumnDrop before, Relation table) {
		Stream<String> keys = before.foreignKeys()
			.stream()
			.map((key) -> "  ALTER TABLE " + table.name() + " DROP CONSTRAINT "
					+ QualifiedName.quoteIfNeeded(key.name()) + ";\n");
		Stream<String> indexes = before.indexes()
			.stream()
			.map((index) -> "  DROP INDEX CONCURRENTLY " + table.name().sibling(index.name()) + ";\n");
		return Stream.concat(keys, indexes).collect(Collectors.joining());
	}

	private static Stream<Rule.Case> rename(Rename rename, Altered altered) {
		Relation table = altered.table();
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

	private static Stream<Rule.Case> renameInStep(Rename rename, Altered altered) {
		Relation table = altered.table();
		if (rename.subject() != RenameSubject.COLUMN) {
			return Stream.empty();
		}
		return table.triggers()
			.stream()
			.filter((trigger) -> trigger.keepsInStep(String.valueOf(rename.from())))
			.map((trigger) -> new Rule.Case(
					"Trigger " + trigger.name() + " knows the column as " + rename.from()
							+ ": every insert and update of " + table.name() + " fails as soon as this is committed.",
					"""
							Drop the trigger before, in the same transaction; from then on rows are the application's business:
							  DROP TRIGGER %s ON %s;"""
						.formatted(QualifiedName.quoteIfNeeded(trigger.name()), table.name())));
	}

}
