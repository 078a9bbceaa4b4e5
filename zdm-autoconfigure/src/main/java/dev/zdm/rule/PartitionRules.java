package dev.zdm.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.NewPartition;
import dev.zdm.catalog.Relation;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.Option;
import dev.zdm.sql.Statement;
import dev.zdm.sql.Statement.CreateTable;

/**
 * Rules about partitions.
 */
final class PartitionRules {

	static final List<Rule> ALL = List.of(
			new Rule("ZDM070", "ATTACH PARTITION reads every row under ACCESS EXCLUSIVE", Hazard.SCAN,
					Altered.by(List.of(ActionKind.ATTACH_PARTITION), PartitionRules::attach)),
			new Rule("ZDM071", "CREATE TABLE … PARTITION OF blocks all use of the partitioned table", Hazard.LOCK,
					PartitionRules::create),
			new Rule("ZDM072", "DETACH PARTITION blocks all use of the partitioned table", Hazard.LOCK,
					Altered.by(List.of(ActionKind.DETACH_PARTITION), PartitionRules::detach)));

	private PartitionRules() {
	}

	private static Stream<Rule.Case> attach(Change attach, Altered altered) {
		Facts facts = altered.facts();
		Relation partition = facts.relation(attach.references().get(0)).orElse(null);
		if (partition == null) {
			return Stream.empty();
		}
		Facts.Bounds bounds = (facts.bounds() != null) ? facts.bounds() : new Facts.Bounds(false, false, null);
		List<Relation> read = new ArrayList<>();
		List<Relation> leaves = facts.tree(partition);
		NewPartition made = bounds.made();
		if (!bounds.proved() || leaves.stream().anyMatch((leaf) -> isReferring(altered.table(), leaf))
				|| (made != null && lacks(made.keys()))) {
			read.addAll(leaves);
		}
		if (!bounds.excluded()) {
			byDefault(altered.table(), facts).ifPresent((relation) -> read.addAll(facts.tree(relation)));
		}
		boolean lacks = made != null && lacks(made.indexes());
		List<Relation> built = leaves.stream()
			.filter((leaf) -> lacksIndex(altered.table(), leaf) || (lacks && leaf.oid() == partition.oid()))
			.toList();
		if (read.stream().noneMatch(PartitionRules::isWorkedOn)
				&& built.stream().noneMatch(PartitionRules::isWorkedOn)) {
			return Stream.empty();
		}
		return Stream.of(new Rule.Case(
				"Nothing proves the partition's bound, its foreign keys or its indexes, so that all of "
						+ String.join(", ",
								Stream.concat(read.stream(), built.stream())
									.filter(PartitionRules::isWorkedOn)
									.map((relation) -> relation.name().toString())
									.distinct()
									.toList())
						+ " is read while nobody can use it.",
				"""
						Prove the bound first, on the new partition and, turned round, on the default partition, each statement \
						in a transaction of its own, and give the partition the indexes and foreign keys of its parent:
						  ALTER TABLE %1$s ADD CONSTRAINT bound CHECK (key IS NOT NULL AND key >= … AND key < …) NOT VALID;
						  ALTER TABLE %1$s VALIDATE CONSTRAINT bound;
						  ALTER TABLE %2$s %3$s;
						  ALTER TABLE %1$s DROP CONSTRAINT bound;"""
					.formatted(partition.name(), altered.table().name(), attach.text().strip()))
			.with(Hazard.SCAN, read)
			.with(Hazard.BUILD, built));
	}

	private static boolean lacks(List<NewPartition.Inherited> inherited) {
		return inherited.stream().anyMatch((each) -> !each.present());
	}

	private static boolean isWorkedOn(Relation relation) {
		return relation.hasRows() && !relation.isPrivate();
	}

	private static Optional<Relation> byDefault(Relation parent, Facts facts) {
		return facts.relation(parent.lineage().defaultPartition());
	}

	/** Whether the partition gets a foreign key that it does not have. */
	private static boolean isReferring(Relation parent, Relation partition) {
		return parent.constraints()
			.stream()
			.filter((key) -> key.type() == 'f' && !key.incoming() && key.other() != null)
			.anyMatch((key) -> partition.constraints()
				.stream()
				.noneMatch((own) -> own.type() == 'f' && !own.incoming() && own.validated()
						&& own.columns().equals(key.columns()) && own.other() != null
						&& own.other().oid() == key.other().oid()));
	}

	/** Whether the partition gets an index that it does not have. */
	private static boolean lacksIndex(Relation parent, Relation partition) {
		return parent.indexes()
			.stream()
			.anyMatch(
					(index) -> partition.indexes()
						.stream()
						.noneMatch((own) -> own.valid() && own.unique() == index.unique()
								&& own.columns().equals(index.columns())
								&& (!index.backsConstraint() || own.backsConstraint())));
	}

	private static Stream<Rule.Case> create(Statement statement, Facts facts) {
		if (!(statement instanceof CreateTable create) || create.partitionOf() == null) {
			return Stream.empty();
		}
		return facts.relation(create.partitionOf())
			.filter((parent) -> !parent.isPrivate() && !facts.isThere(create))
			.map((parent) -> new Rule.Case(
					"It takes ACCESS EXCLUSIVE on " + parent.name() + ": while it waits, all wait."
							+ (readsDefault(facts) ? " All rows of its default partition are read meanwhile." : ""),
					"""
							Create the table first and attach it, which lets reads and writes of the parent pass:
							  CREATE TABLE %1$s (LIKE %2$s INCLUDING ALL);
							  ALTER TABLE %2$s ATTACH PARTITION %1$s %3$s;""".formatted(create.name(),
							create.partitionOf(), create.bound()))
				.with(Hazard.SCAN,
						readsDefault(facts) ? byDefault(parent, facts).map(facts::tree).orElse(List.of()) : List.of()))
			.stream();
	}

	private static boolean readsDefault(Facts facts) {
		return facts.bounds() != null && !facts.bounds().excluded();
	}

	private static Stream<Rule.Case> detach(Change detach, Altered altered) {
		if (detach.options().contains(Option.CONCURRENTLY) || detach.options().contains(Option.FINALIZE)) {
			return Stream.empty();
		}
		Relation table = altered.table();
		return Stream.of(new Rule.Case(
				"It takes ACCESS EXCLUSIVE on " + table.name() + " and on the partition: while it waits, all wait.",
				(table.lineage().defaultPartition() == 0)
						? "Detach it concurrently, outside a transaction:\n  ALTER TABLE " + table.name() + " "
								+ detach.text().strip() + " CONCURRENTLY;"
						: "With a default partition there is no concurrent form; it is run under the lock ladder.")
			.with(Hazard.SCAN, isReferredTo(table) ? partitionOf(detach, altered) : List.of()));
	}

	/** The server looks whether anybody refers to rows of the partition. */
	private static boolean isReferredTo(Relation table) {
		return table.constraints().stream().anyMatch((constraint) -> constraint.type() == 'f' && constraint.incoming());
	}

	private static List<Relation> partitionOf(Change detach, Altered altered) {
		return altered.facts().relation(detach.references().get(0)).map(altered.facts()::tree).orElse(List.of());
	}

}
