package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.NewPartition;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.ActionKind;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.Statement.CreateTable;

/**
 * Plans a {@code CREATE TABLE … PARTITION OF} as a table like its parent that is then
 * attached, which lets reads and writes of the parent pass. The rows of a default
 * partition are proved to belong elsewhere before.
 * <p>
 * A table that could not be made the same that way is created as the statement says, once
 * nothing is left to be read.
 */
final class CreatePartitionPlanner {

	private final CreateTable create;

	private final Relation parent;

	private final QualifiedName name;

	private final Facts facts;

	private CreatePartitionPlanner(CreateTable create, Relation parent, QualifiedName name, Facts facts) {
		this.create = create;
		this.parent = parent;
		this.name = name;
		this.facts = facts;
	}

	/**
	 * The steps; none where the statement is as good, where the table is there or nobody
	 * else will see it, and where PostgreSQL could not be asked which rows the default
	 * partition may keep.
	 */
	static List<Step> steps(CreateTable create, Relation parent, Facts facts) {
		String schema = (create.name().schema() != null) ? create.name().schema() : facts.session().currentSchema();
		if (schema == null || create.temporary() || parent.isPrivate() || facts.isThere(create)
				|| facts.bounds() == null) {
			return List.of();
		}
		return new CreatePartitionPlanner(create, parent, new QualifiedName(schema, create.name().name()), facts)
			.steps(facts.bounds());
	}

	private List<Step> steps(Facts.Bounds bounds) {
		NewPartition made = bounds.made();
		if (!bounds.excluded() && made == null) {
			return List.of();
		}
		Relation byDefault = this.facts.relation(this.parent.lineage().defaultPartition()).orElse(null);
		Optional<BoundProof> rest = (byDefault == null || made == null || made.exclusion() == null) ? Optional.empty()
				: Optional.of(new BoundProof(byDefault, this.name, made.exclusion(), attached(), this.facts))
					.filter((proof) -> proof.isThere() || !bounds.excluded());
		Optional<String> table = new PartitionTable(this.create, this.parent, this.name).sql();
		if (table.isEmpty() && rest.isEmpty()) {
			return List.of();
		}
		List<Step> planned = new ArrayList<>();
		table.map(this::created).ifPresent(planned::add);
		rest.ifPresent((proof) -> planned.addAll(proof.steps(BoundProof.rowsToMove(Objects.requireNonNull(byDefault),
				this.name, Objects.requireNonNull(made).condition()))));
		Step last = table.isPresent() ? attach() : asItStands();
		planned.add(last.or(rest.map((proof) -> proof.setback("")).orElse(null)));
		rest.map(BoundProof::drop).ifPresent(planned::add);
		return List.copyOf(planned);
	}

	private Check attached() {
		return Check.partition(this.name.quoted(), this.parent.oid());
	}

	/** Nobody else uses what is new. */
	private Step created(String sql) {
		return new Step(sql, StepTransaction.OWN, Patience.LADDER, List.of(onNew()), Check.relation(this.name.quoted()),
				null)
			.creating();
	}

	private RelationLock onNew() {
		return new RelationLock(0, this.name, LockMode.ACCESS_EXCLUSIVE);
	}

	private Step attach() {
		Change attach = new Change(this.create.text().text(), ActionKind.ATTACH_PARTITION, null, this.create.bound(),
				List.of(this.create.name()), Set.of());
		List<RelationLock> locks = new ArrayList<>(StatementLocks.of(new AlterTable(this.create.text(),
				Objects.requireNonNull(this.create.partitionOf()), false, false, List.of(attach)), this.facts));
		locks.add(onNew());
		return new Step(
				"ALTER TABLE " + this.parent.name() + " ATTACH PARTITION " + this.name + " " + this.create.bound(),
				StepTransaction.OWN, Patience.LADDER, locks, attached(), null);
	}

	private Step asItStands() {
		return new Step(this.create.text().text(), StepTransaction.OWN, Patience.LADDER,
				Stream.concat(StatementLocks.of(this.create, this.facts).stream(), Stream.of(onNew())).toList(),
				attached(), null)
			.creating();
	}

}
