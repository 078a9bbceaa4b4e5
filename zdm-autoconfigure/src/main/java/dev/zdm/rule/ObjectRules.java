package dev.zdm.rule;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.AlterAction.Rename;
import dev.zdm.sql.AlterAction.RenameSubject;
import dev.zdm.sql.AlterObject;
import dev.zdm.sql.ObjectType;
import dev.zdm.sql.Statement;

/**
 * Rules about changes of domains, types, views, sequences, functions and schemas.
 */
final class ObjectRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM063", "A new constraint of a domain reads every row of all tables that use it", Hazard.SCAN,
					ObjectRules::domain),
			new Rule("ZDM064", "Another name or schema breaks the code that is running", Hazard.BREAKS_CODE,
					ObjectRules::rename),
			new Rule("ZDM065", "A new value of an enum can be used only after COMMIT", Hazard.NONE, ObjectRules::value),
			new Rule("ZDM066", "Changing an attribute's type rewrites the tables of the type", Hazard.REWRITE,
					ObjectRules::attribute));

	/** What application code calls by its name. */
	private static final Set<ObjectType> USED = Set.of(ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW,
			ObjectType.FOREIGN_TABLE, ObjectType.SEQUENCE, ObjectType.TYPE, ObjectType.DOMAIN, ObjectType.SCHEMA,
			ObjectType.FUNCTION, ObjectType.PROCEDURE, ObjectType.ROUTINE, ObjectType.AGGREGATE, ObjectType.EXTENSION);

	private ObjectRules() {
	}

	private static Stream<AlterObject> alters(Statement statement) {
		return (statement instanceof AlterObject alter) ? Stream.of(alter) : Stream.empty();
	}

	private static Stream<Change> changes(AlterObject alter, ActionKind kind) {
		return alter.actions()
			.stream()
			.filter((action) -> action instanceof Change change && change.kind() == kind)
			.map(Change.class::cast);
	}

	private static Stream<Rule.Case> domain(Statement statement, Facts facts) {
		return alters(statement).filter((alter) -> alter.type() == ObjectType.DOMAIN).flatMap((alter) -> {
			List<Relation> tables = facts.reached().stream().filter((table) -> !table.isPrivate()).toList();
			return tables.isEmpty() ? Stream.empty()
					: Stream.of(new Rule.Case("SHARE is held on " + names(tables)
							+ " until every row of all of them is read: every INSERT, UPDATE and DELETE there waits.",
							"""
									Say it of the tables instead, one by one, each step in a migration of its own:
									  ALTER TABLE %1$s ADD CONSTRAINT name CHECK (…) NOT VALID;
									  ALTER TABLE %1$s VALIDATE CONSTRAINT name;
									A check that is added to the domain as NOT VALID holds for new values and reads no row."""
								.formatted(tables.get(0).name()))
						.on(tables));
		});
	}

	private static Stream<Rule.Case> rename(Statement statement, Facts facts) {
		return alters(statement).filter((alter) -> USED.contains(alter.type()) && isThere(alter, facts))
			.flatMap((alter) -> alter.actions()
				.stream()
				.filter(ObjectRules::breaks)
				.map((action) -> new Rule.Case(
						"Every instance that is running knows the old name: " + alter.kind() + " "
								+ Objects.requireNonNullElse(alter.name(), "") + " " + action.text().strip() + ".",
						wayOut(alter, action))));
	}

	private static boolean breaks(AlterAction action) {
		return (action instanceof Rename rename && rename.subject() != RenameSubject.CONSTRAINT)
				|| (action instanceof Change change && change.kind() == ActionKind.SET_SCHEMA);
	}

	/** Of what is no relation that is taken for granted. */
	private static boolean isThere(AlterObject alter, Facts facts) {
		if (!alter.type().isRelation()) {
			return true;
		}
		return Optional.ofNullable(alter.name())
			.flatMap(facts::relation)
			.filter((relation) -> !relation.isPrivate())
			.isPresent();
	}

	private static String wayOut(AlterObject alter, AlterAction action) {
		if (action instanceof Rename rename && rename.subject() == RenameSubject.VALUE) {
			return "Add the new value, change the code, change the rows by a backfill; the old value can stay:\n"
					+ "  ALTER TYPE " + alter.name() + " ADD VALUE '" + rename.to().replace("'", "''") + "';";
		}
		return switch (alter.type()) {
			case VIEW -> "Create a second view of the new name, change the code, then drop " + alter.name() + ".";
			case MATERIALIZED_VIEW, FOREIGN_TABLE ->
				"Create a view of the new name, change the code, and rename when " + "nothing uses the old one.";
			case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE ->
				"Create it once more under the new name, change the code, then drop the old one.";
			case SCHEMA, EXTENSION -> "Put the new schema on the search_path of all code first, and leave its names "
					+ "without a schema there.";
			default -> "Change the code so that it knows both names, or stop it for the moment of the change.";
		};
	}

	private static Stream<Rule.Case> value(Statement statement, Facts facts) {
		return alters(statement).filter((alter) -> alter.type() == ObjectType.TYPE)
			.flatMap((alter) -> changes(alter, ActionKind.ADD_VALUE))
			.map((change) -> new Rule.Case(
					"A statement that uses the new value in this transaction fails, unless the transaction created the "
							+ "type; code that reads the column must know the value before the first row has it.",
					"Use it in the next migration."));
	}

	private static Stream<Rule.Case> attribute(Statement statement, Facts facts) {
		return alters(statement).filter((alter) -> alter.type() == ObjectType.TYPE)
			.flatMap((alter) -> changes(alter, ActionKind.ALTER_ATTRIBUTE))
			.filter((change) -> facts.effect(change).map(Facts.Effect::rewritesTable).orElse(false))
			.flatMap((change) -> {
				List<Relation> tables = facts.reached()
					.stream()
					.flatMap((table) -> facts.tree(table).stream())
					.distinct()
					.toList();
				return tables.stream().allMatch(Relation::isPrivate) ? Stream.empty()
						: Stream.of(new Rule.Case(
								names(tables) + " and all indexes are written anew while nobody can read or write.",
								"Add an attribute of the new type, fill it by a backfill, drop the old one later.")
							.on(tables));
			});
	}

	private static String names(List<Relation> relations) {
		return relations.stream().map((relation) -> relation.name().toString()).collect(Collectors.joining(", "));
	}

}
