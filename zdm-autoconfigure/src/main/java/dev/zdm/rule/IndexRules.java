package dev.zdm.rule;

import java.util.List;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.CreateIndex;
import dev.zdm.sql.Statement.DropIndex;

/**
 * Rules about indexes.
 */
final class IndexRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM010", "CREATE INDEX blocks every write until it is built", Hazard.BUILD,
					IndexRules::plainBuild),
			new Rule("ZDM011", "DROP INDEX blocks every read and write of its table", Hazard.LOCK,
					IndexRules::plainDrop),
			new Rule("ZDM012", "CREATE INDEX on a partitioned table blocks every write to all partitions", Hazard.BUILD,
					IndexRules::partitionedBuild));

	private IndexRules() {
	}

	private static Stream<Rule.Case> plainBuild(Statement statement, Facts facts) {
		if (!(statement instanceof CreateIndex create) || create.concurrently()) {
			return Stream.empty();
		}
		return facts.relation(create.table())
			.filter((table) -> !table.isPartitioned() && !isTaken(create, table, facts))
			.map((table) -> new Rule.Case(
					"The build holds SHARE on " + table.name()
							+ ": every INSERT, UPDATE and DELETE waits until it ends.",
					"Build it concurrently, outside a transaction:\n  CREATE " + (create.unique() ? "UNIQUE " : "")
							+ "INDEX CONCURRENTLY "
							+ ((create.name() != null) ? QualifiedName.quoteIfNeeded(create.name()) + " " : "") + "ON "
							+ create.table() + " " + create.definition() + ";")
				.on(List.of(table)))
			.stream();
	}

	/**
	 * Whether the name is taken, so that nothing is built: PostgreSQL refuses the
	 * statement, or with {@code IF NOT EXISTS} passes it over. An index that a concurrent
	 * build left invalid is none.
	 */
	private static boolean isTaken(CreateIndex create, Relation table, Facts facts) {
		return create.name() != null && facts.taken().relations().contains(create.name())
				&& table.index(create.name()).map(Relation.Index::valid).orElse(true);
	}

	private static Stream<Rule.Case> partitionedBuild(Statement statement, Facts facts) {
		if (!(statement instanceof CreateIndex create) || create.only()) {
			return Stream.empty();
		}
		return facts.relation(create.table())
			.filter((table) -> table.isPartitioned() && !isTaken(create, table, facts))
			.map((table) -> new Rule.Case(
					"The build holds SHARE on " + table.name()
							+ " and on every partition until all are built; PostgreSQL has no concurrent form for it.",
					"Create the index on the parent only, build it concurrently on each partition, attach each:\n"
							+ "  CREATE INDEX name ON ONLY " + create.table() + " " + create.definition() + ";\n"
							+ "  CREATE INDEX CONCURRENTLY partition_name ON partition " + create.definition() + ";\n"
							+ "  ALTER INDEX name ATTACH PARTITION partition_name;")
				.on(facts.descendants(table)))
			.stream();
	}

	private static Stream<Rule.Case> plainDrop(Statement statement, Facts facts) {
		if (!(statement instanceof DropIndex drop) || drop.concurrently()) {
			return Stream.empty();
		}
		return drop.names()
			.stream()
			.flatMap((name) -> facts.relation(name).stream())
			.filter((index) -> index.kind() == 'i' && index.table() != null && !index.table().backsConstraint())
			.map((index) -> new Rule.Case(
					"It takes ACCESS EXCLUSIVE on " + index.name() + " and on its table: while it waits, all wait.",
					"Drop it concurrently, outside a transaction:\n  DROP INDEX CONCURRENTLY " + index.name() + ";"));
	}

}
