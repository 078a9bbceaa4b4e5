package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.NewPartition;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.Statement.AlterTable;
import org.jspecify.annotations.Nullable;

/**
 * Plans an {@code ATTACH PARTITION} so that nothing is left to be read or built under its
 * locks: the partition gets the indexes and foreign keys of its parent, then checks of
 * its own and on the default partition prove which rows belong where, and are dropped
 * again in the end.
 * <p>
 * While the check on the default partition is there, rows of the new one are refused: it
 * comes last, and is taken back when the rest fails.
 */
final class AttachPlanner {

	private final AlterTable alter;

	private final Relation parent;

	private final Relation partition;

	private final Facts facts;

	private final NewPartition made;

	private AttachPlanner(AlterTable alter, Relation parent, Relation partition, NewPartition made, Facts facts) {
		this.alter = alter;
		this.parent = parent;
		this.partition = partition;
		this.made = made;
		this.facts = facts;
	}

	/**
	 * The steps; none where PostgreSQL could not be asked what becomes of the table,
	 * where that has a part that is no table, or lacks something with no safe form.
	 */
	static List<Step> steps(AlterTable alter, Change attach, Relation parent, Facts facts) {
		Relation partition = facts.relation(attach.references().get(0)).orElse(null);
		Facts.Bounds bounds = facts.bounds();
		return (partition == null || bounds == null || bounds.made() == null || attach.argument() == null
				|| lacksCheck(partition, parent)
				|| facts.tree(partition).stream().anyMatch((each) -> each.kind() != 'r' && each.kind() != 'p'))
						? List.of() : new AttachPlanner(alter, parent, partition, bounds.made(), facts)
							.steps(attach.argument(), bounds);
	}

	/**
	 * The server complains of a check that only the parent has before it does anything.
	 */
	private static boolean lacksCheck(Relation partition, Relation parent) {
		return parent.constraints()
			.stream()
			.filter((constraint) -> constraint.type() == 'c' && !constraint.noInherit())
			.anyMatch((check) -> partition.constraint(check.name()).filter((own) -> own.type() == 'c').isEmpty());
	}

	private List<Step> steps(String bound, Facts.Bounds bounds) {
		Optional<BoundProof> own = proof(this.partition, this.made.condition());
		Relation byDefault = this.facts.relation(this.parent.lineage().defaultPartition()).orElse(null);
		Optional<BoundProof> rest = proof(byDefault, this.made.exclusion());
		if (this.partition.lineage().parents().contains(this.parent.oid())) {
			return Stream.of(Stream.of(attach(bound)), dropped(own), dropped(rest)).flatMap((steps) -> steps).toList();
		}
		List<Step> planned = new ArrayList<>();
		List<Step> inherited = new InheritancePlanner(this.partition, this.made, this.facts).steps();
		if (inherited == null) {
			return List.of();
		}
		planned.addAll(inherited);
		own.filter((proof) -> !bounds.proved())
			.ifPresent((proof) -> planned
				.addAll(proof.steps(BoundProof.foreignRows(this.partition, this.made.condition()))));
		rest.filter((proof) -> !bounds.excluded())
			.ifPresent((proof) -> planned.addAll(proof.steps(BoundProof.rowsToMove(Objects.requireNonNull(byDefault),
					this.partition.name(), this.made.condition()))));
		planned.add(attach(bound).or(rest.filter((proof) -> proof.isThere() || !bounds.excluded())
			.map((proof) -> proof.setback(""))
			.orElse(null)));
		own.filter((proof) -> proof.isThere() || !bounds.proved()).map(BoundProof::drop).ifPresent(planned::add);
		rest.filter((proof) -> proof.isThere() || !bounds.excluded()).map(BoundProof::drop).ifPresent(planned::add);
		return List.copyOf(planned);
	}

	private Optional<BoundProof> proof(@Nullable Relation table, @Nullable String condition) {
		return (table == null || condition == null) ? Optional.empty()
				: Optional.of(new BoundProof(table, this.partition.name(), condition,
						Check.partition(this.partition.oid(), this.parent.oid()), this.facts));
	}

	private static Stream<Step> dropped(Optional<BoundProof> proof) {
		return proof.filter(BoundProof::isThere).map(BoundProof::drop).stream();
	}

	private Step attach(String bound) {
		String sql = "ALTER TABLE " + this.parent.name() + " ATTACH PARTITION " + this.partition.name() + " " + bound;
		return new Step(sql, StepTransaction.OWN, Patience.LADDER, locks(),
				Check.partition(this.partition.oid(), this.parent.oid()), null)
			.creating();
	}

	/**
	 * A foreign key that is adopted has triggers at its other end that are one too many.
	 */
	private List<RelationLock> locks() {
		List<RelationLock> adopted = this.parent.constraints()
			.stream()
			.filter((key) -> key.type() == 'f' && !key.incoming() && key.other() != null)
			.map((key) -> Objects.requireNonNull(key.other()))
			.flatMap((other) -> this.facts.relation(other.oid()).map(this.facts::tree).orElse(List.of()).stream())
			.distinct()
			.map((each) -> AlterTableSteps.lock(each, LockMode.ACCESS_EXCLUSIVE))
			.toList();
		List<Long> oids = adopted.stream().map(RelationLock::oid).toList();
		return Stream
			.concat(StatementLocks.of(this.alter, this.facts).stream().filter((lock) -> !oids.contains(lock.oid())),
					adopted.stream())
			.toList();
	}

}
