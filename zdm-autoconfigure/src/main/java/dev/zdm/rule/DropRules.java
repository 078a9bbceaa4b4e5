package dev.zdm.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Dependent;
import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectCommand.Verb;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.AlterTable;

/**
 * Rules about what is lost: rows, objects, and what goes with them.
 */
final class DropRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM060", "DROP TABLE loses all rows", Hazard.NONE, DropRules::table),
			new Rule("ZDM061", "TRUNCATE loses all rows", Hazard.NONE, DropRules::truncate),
			new Rule("ZDM062", "CASCADE drops what others need", Hazard.NONE, DropRules::cascade),
			new Rule("ZDM067", "Dropping a trigger, a rule or a policy loses a protection", Hazard.NONE,
					DropRules::protection),
			new Rule("ZDM069", "Dropping it breaks code that still uses it", Hazard.NONE, DropRules::inUse));

	private static final Set<ObjectType> PROTECTING = Set.of(ObjectType.TRIGGER, ObjectType.RULE, ObjectType.POLICY);

	/** What application code calls by its name, but for tables. */
	private static final Set<ObjectType> USED = Set.of(ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW,
			ObjectType.FOREIGN_TABLE, ObjectType.SEQUENCE, ObjectType.FUNCTION, ObjectType.PROCEDURE,
			ObjectType.ROUTINE, ObjectType.AGGREGATE, ObjectType.TYPE, ObjectType.DOMAIN, ObjectType.SCHEMA,
			ObjectType.EXTENSION);

	/** What needs something else was created after it. */
	private static final Comparator<Dependent> NEWEST_FIRST = Comparator.comparingLong(Dependent::oid).reversed();

	/** How many of what goes are named. */
	private static final int MOST_NAMED = 20;

	private DropRules() {
	}

	private static Stream<Rule.Case> table(Statement statement, Facts facts) {
		return drops(statement, Set.of(ObjectType.TABLE)).filter((drop) -> isShared(facts))
			.map((drop) -> new Rule.Case(
					"All rows of " + named(facts) + " are gone, and code that still uses it fails."
							+ alsoLocked(drop, facts),
					"Take it out of the code first, in a release of its own; keep a copy if the rows may be missed."));
	}

	private static boolean isShared(Facts facts) {
		return facts.reach()
			.gone()
			.stream()
			.filter(Dependent::named)
			.anyMatch((gone) -> !facts.relation(gone.relation()).map(Relation::isPrivate).orElse(false));
	}

	private static Stream<Rule.Case> truncate(Statement statement, Facts facts) {
		if (!(statement instanceof ObjectCommand command) || command.verb() != Verb.TRUNCATE) {
			return Stream.empty();
		}
		List<RelationLock> locks = StatementLocks.of(statement, facts);
		return locks.isEmpty() ? Stream.empty() : Stream.of(new Rule.Case("Until COMMIT nobody can read or write "
				+ some(locks.stream().map((lock) -> lock.relation().toString()).toList()) + "; then the rows are gone.",
				"Where old rows are to go while the table is used, delete them in batches by a backfill."));
	}

	private static Stream<Rule.Case> cascade(Statement statement, Facts facts) {
		boolean drop = statement instanceof ObjectCommand command && command.verb() == Verb.DROP;
		boolean alter = statement instanceof AlterTable table && cascades(table);
		if (!drop && !alter) {
			return Stream.empty();
		}
		List<Dependent> others = facts.reach()
			.gone()
			.stream()
			.filter((gone) -> gone.cascaded() && (drop || !gone.type().equals("table constraint")))
			.filter((gone) -> !facts.relation(gone.relation()).map(Relation::isPrivate).orElse(false))
			.toList();
		return others.isEmpty() ? Stream.empty() : Stream.of(new Rule.Case(
				"It also drops " + some(others.stream().map(Dependent::description).toList()) + ".",
				"Drop them by name, each when no code needs it any more, then this without CASCADE:\n" + others.stream()
					.sorted(NEWEST_FIRST)
					.flatMap((gone) -> DropCommand.of(gone).stream())
					.distinct()
					.limit(MOST_NAMED)
					.map((sql) -> "  " + sql)
					.collect(Collectors.joining("\n"))));
	}

	/** Whether an action drops what others may need. */
	static boolean cascades(AlterTable alter) {
		return alter.actions()
			.stream()
			.anyMatch((action) -> (action instanceof AlterAction.DropColumn column && column.cascade())
					|| (action instanceof AlterAction.DropConstraint constraint && constraint.cascade()));
	}

	private static Stream<Rule.Case> protection(Statement statement, Facts facts) {
		return drops(statement, PROTECTING).filter((drop) -> isShared(facts))
			.map((drop) -> new Rule.Case("From COMMIT on rows are written and read without " + named(facts) + ".",
					"Put what replaces it into the same transaction."));
	}

	private static Stream<Rule.Case> inUse(Statement statement, Facts facts) {
		return drops(statement, USED).filter((drop) -> isShared(facts))
			.map((drop) -> new Rule.Case("Code that still uses " + named(facts) + " fails." + alsoLocked(drop, facts),
					"Take it out of the code first, in a release of its own."));
	}

	/** Drops of which something exists. */
	private static Stream<ObjectCommand> drops(Statement statement, Set<ObjectType> types) {
		return (statement instanceof ObjectCommand command && command.verb() == Verb.DROP
				&& types.contains(command.type())) ? Stream.of(command) : Stream.empty();
	}

	private static String named(Facts facts) {
		return some(facts.reach().gone().stream().filter(Dependent::named).map(Dependent::identity).toList());
	}

	private static String alsoLocked(ObjectCommand drop, Facts facts) {
		List<Long> named = facts.reach().gone().stream().filter(Dependent::named).map(Dependent::relation).toList();
		Predicate<RelationLock> other = (lock) -> !named.contains(lock.oid());
		List<String> others = StatementLocks.of(drop, facts)
			.stream()
			.filter(other)
			.map((lock) -> lock.relation().toString())
			.toList();
		return others.isEmpty() ? "" : " It also takes ACCESS EXCLUSIVE on " + some(others) + ".";
	}

	private static String some(List<String> names) {
		String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
		return (names.size() > MOST_NAMED) ? first + " and " + (names.size() - MOST_NAMED) + " more" : first;
	}

}
