package dev.zdm.rule;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ObjectCommand;
import dev.zdm.sql.ObjectCommand.Verb;
import dev.zdm.sql.Option;
import dev.zdm.sql.Statement;

/**
 * Rules about the commands that keep tables, indexes and materialized views in shape.
 */
final class MaintenanceRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM013", "REINDEX blocks every write, and reads that would use the index", Hazard.BUILD,
					MaintenanceRules::reindex),
			new Rule("ZDM014", "CLUSTER rewrites the whole table", Hazard.REWRITE, MaintenanceRules::cluster),
			new Rule("ZDM015", "VACUUM FULL rewrites the whole table", Hazard.REWRITE, MaintenanceRules::vacuumFull),
			new Rule("ZDM016", "REFRESH MATERIALIZED VIEW blocks every read until it is filled", Hazard.REWRITE,
					MaintenanceRules::refresh),
			new Rule("ZDM017", "REFRESH MATERIALIZED VIEW CONCURRENTLY compares all rows", Hazard.NONE,
					MaintenanceRules::refreshConcurrently));

	private MaintenanceRules() {
	}

	private static Stream<Rule.Case> reindex(Statement statement, Facts facts) {
		return commands(statement, Verb.REINDEX).filter((command) -> !has(command, Option.CONCURRENTLY))
			.flatMap((command) -> {
				List<Relation> tables = tables(command, facts).stream()
					.filter((relation) -> relation.table() != null || !relation.indexes().isEmpty())
					.flatMap((relation) -> onTable(relation, facts))
					.distinct()
					.toList();
				return cases(tables,
						"Writes to " + names(tables) + " wait until all is built, and reads wait for each index that "
								+ "they could use.",
						"Rebuild it concurrently, outside a transaction:\n  REINDEX " + words(command.type())
								+ " CONCURRENTLY " + target(command) + ";",
						Hazard.BUILD);
			});
	}

	private static Stream<Relation> onTable(Relation relation, Facts facts) {
		Relation.Table table = relation.table();
		return (table != null) ? facts.relation(table.oid()).stream() : Stream.of(relation);
	}

	private static Stream<Rule.Case> cluster(Statement statement, Facts facts) {
		return commands(statement, Verb.CLUSTER).flatMap((command) -> {
			List<Relation> tables = tables(command, facts);
			return cases(tables, rewritten(tables),
					"Leave the order of the rows as it is, or use pg_repack, which needs the lock only for an instant.",
					Hazard.REWRITE);
		});
	}

	private static Stream<Rule.Case> vacuumFull(Statement statement, Facts facts) {
		return commands(statement, Verb.VACUUM).filter((command) -> has(command, Option.FULL)).flatMap((command) -> {
			List<Relation> tables = tables(command, facts);
			return cases(tables, rewritten(tables),
					"A plain VACUUM lets reads and writes go on and makes the space usable again:\n  VACUUM (ANALYZE) "
							+ names(tables) + ";\nTo give it back to the disk use pg_repack.",
					Hazard.REWRITE);
		});
	}

	private static Stream<Rule.Case> refresh(Statement statement, Facts facts) {
		return commands(statement, Verb.REFRESH).filter((command) -> !has(command, Option.CONCURRENTLY))
			.flatMap((command) -> tables(command, facts).stream())
			.filter((view) -> !view.isPrivate())
			.map((view) -> new Rule.Case("Its query runs while nobody can read " + view.name()
					+ ", and what reads it through views waits too.", concurrently(view))
				.on(List.of(view)));
	}

	private static String concurrently(Relation view) {
		if (!view.storage().populated()) {
			return "Nobody reads it before it is filled; then refresh it only while it is read:\n"
					+ "  REFRESH MATERIALIZED VIEW CONCURRENTLY " + view.name() + ";";
		}
		return (view.indexes().stream().anyMatch(Relation.Index::identifiesRows) ? "Refresh" : """
				Give it a unique index on columns, without a condition, first, in a migration of its own:
				  CREATE UNIQUE INDEX CONCURRENTLY ON %s (…);
				Then refresh""".formatted(view.name()))
				+ " it while it is read:\n  REFRESH MATERIALIZED VIEW CONCURRENTLY " + view.name() + ";";
	}

	private static Stream<Rule.Case> refreshConcurrently(Statement statement, Facts facts) {
		return commands(statement, Verb.REFRESH).filter((command) -> has(command, Option.CONCURRENTLY))
			.flatMap((command) -> tables(command, facts).stream())
			.filter((view) -> !view.isPrivate())
			.map((view) -> new Rule.Case(view.name()
					+ " is read as before; only another REFRESH, VACUUM and DDL on it wait until the new rows are found.",
					"Nothing needs to be done.")
				.with(Hazard.SCAN, List.of(view)));
	}

	private static Stream<Rule.Case> cases(List<Relation> tables, String detail, String wayOut, Hazard work) {
		return tables.stream().allMatch(Relation::isPrivate) ? Stream.empty()
				: Stream.of(new Rule.Case(detail, wayOut).with(work, tables));
	}

	private static String rewritten(List<Relation> tables) {
		return names(tables) + " and all indexes are written anew while nobody can read or write.";
	}

	/** What is named, with partitions, or all that the command reaches. */
	private static List<Relation> tables(ObjectCommand command, Facts facts) {
		Stream<Relation> named = command.relations().stream().flatMap((name) -> facts.relation(name).stream());
		return Stream.concat(named, facts.reached().stream())
			.filter((relation) -> !relation.name().toString().startsWith("pg_toast."))
			.flatMap((relation) -> relation.isPartitioned() ? facts.tree(relation).stream() : Stream.of(relation))
			.filter((relation) -> relation.hasRows() || relation.kind() == 'i')
			.distinct()
			.toList();
	}

	private static Stream<ObjectCommand> commands(Statement statement, Verb verb) {
		return (statement instanceof ObjectCommand command && command.verb() == verb) ? Stream.of(command)
				: Stream.empty();
	}

	private static boolean has(ObjectCommand command, Option option) {
		return command.options().contains(option);
	}

	private static String words(Enum<?> type) {
		return type.name().replace('_', ' ').toUpperCase(Locale.ROOT);
	}

	private static String target(ObjectCommand command) {
		return command.names().stream().map(Object::toString).collect(Collectors.joining(", "));
	}

	private static String names(List<Relation> relations) {
		return relations.stream()
			.map((relation) -> relation.name().toString())
			.distinct()
			.collect(Collectors.joining(", "));
	}

}
