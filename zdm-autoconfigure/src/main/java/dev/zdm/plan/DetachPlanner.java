package dev.zdm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.NewPartition;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Patience;
import dev.zdm.plan.Step.StepTransaction;
import dev.zdm.rule.RelationLock;
import dev.zdm.rule.StatementLocks;
import dev.zdm.sql.AlterAction.Change;
import dev.zdm.sql.Option;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Script;
import dev.zdm.sql.Statement.AlterTable;
import dev.zdm.sql.StatementParser;
import org.jspecify.annotations.Nullable;

/**
 * Plans a {@code DETACH PARTITION}: concurrently, and to its end where an earlier one was
 * interrupted.
 * <p>
 * {@code CONCURRENTLY} leaves a check of the partition's bound behind, which the plain
 * form does not. Before, the partition gets a mark: a check that is not valid, named
 * after the one to come, so that this is known again after a crash and no other check is
 * ever dropped.
 */
final class DetachPlanner {

	private static final Pattern MARK = Pattern.compile("_zdm_detach_[0-9a-f]{8}$");

	private final Relation parent;

	private final Relation partition;

	private final Facts facts;

	private final AlterTable alter;

	private DetachPlanner(AlterTable alter, Relation parent, Relation partition, Facts facts) {
		this.alter = alter;
		this.parent = parent;
		this.partition = partition;
		this.facts = facts;
	}

	/** The steps; none where {@link #isPossible} says so. */
	static List<Step> steps(AlterTable alter, Change detach, Relation parent, Facts facts) {
		Relation partition = facts.relation(detach.references().get(0)).orElse(null);
		if (partition == null || detach.options().contains(Option.FINALIZE)
				|| (partition.kind() != 'r' && partition.kind() != 'p')) {
			return List.of();
		}
		DetachPlanner planner = new DetachPlanner(alter, parent, partition, facts);
		if (detach.options().contains(Option.CONCURRENTLY)) {
			return (parent.lineage().defaultPartition() == 0) ? planner.detached() : List.of();
		}
		return isPossible(parent) ? planner.withoutTrace() : List.of();
	}

	/**
	 * Whether a partition can be detached concurrently without blocking anybody else: not
	 * with a default partition, for which there is no concurrent form, and not with
	 * foreign keys. Where others refer to the rows those are read while they cannot be
	 * written; of what the rows refer to the writers wait, for as long as the statement
	 * has to wait for them.
	 */
	static boolean isPossible(Relation parent) {
		return parent.lineage().defaultPartition() == 0
				&& parent.constraints().stream().noneMatch((key) -> key.type() == 'f');
	}

	/** The steps that detach a table that is to be dropped. */
	static List<Step> detached(Relation partition, Relation parent, Facts facts) {
		String sql = "ALTER TABLE " + parent.name() + " DETACH PARTITION " + partition.name();
		AlterTable alter = (AlterTable) StatementParser.parse(Script.split(sql).get(0));
		return new DetachPlanner(alter, parent, partition, facts).detached().stream().map(Step::notCreating).toList();
	}

	private boolean isAttached() {
		return this.partition.lineage().parents().contains(this.parent.oid());
	}

	/**
	 * To its end, also when an earlier run has got there and nobody knows: what was never
	 * attached is the server's to complain about.
	 */
	private List<Step> detached() {
		String detach = "ALTER TABLE " + this.parent.name() + " DETACH PARTITION " + this.partition.name();
		Check gone = Check.noPartition(this.partition.oid(), this.parent.oid());
		return List.of(
				new Step(detach + " CONCURRENTLY", StepTransaction.NONE, Patience.PATIENT, locks(Option.CONCURRENTLY),
						Check.either(gone, Check.detaching(this.partition.oid(), this.parent.oid())), null)
					.creating(),
				new Step(detach + " FINALIZE", StepTransaction.OWN, Patience.LADDER, locks(Option.FINALIZE), gone,
						null));
	}

	/** It waits for all who use the parent, but makes none of them wait. */
	private List<RelationLock> locks(Option option) {
		Change detach = (Change) this.alter.actions().get(0);
		List<RelationLock> locks = new ArrayList<>(StatementLocks.of(
				new AlterTable(this.alter.text(), this.alter.name(), false, false, List
					.of(new Change(detach.text(), detach.kind(), null, null, detach.references(), Set.of(option)))),
				this.facts));
		if (locks.isEmpty()) {
			locks.add(AlterTableSteps.lock(this.parent, LockMode.SHARE_UPDATE_EXCLUSIVE));
			this.facts.tree(this.partition)
				.forEach((each) -> locks.add(AlterTableSteps.lock(each, LockMode.ACCESS_EXCLUSIVE)));
		}
		return locks;
	}

	private List<Step> withoutTrace() {
		Facts.Bounds bounds = this.facts.bounds();
		NewPartition made = (bounds != null) ? bounds.made() : null;
		Trace trace = trace();
		if (isAttached() ? made == null : trace == null) {
			return List.of();
		}
		List<Step> planned = new ArrayList<>();
		if (made != null && made.condition() != null && (trace != null || !bounds.proved())) {
			Trace coming = traceOf(checkToCome(made.columns()));
			trace = (trace == null || trace.isOf(coming)) ? coming : trace;
			planned.add(marked(trace.mark(), made.condition()));
		}
		planned.addAll(detached());
		if (trace != null) {
			planned.add(cleaned(trace));
		}
		return List.copyOf(planned);
	}

	/** What an earlier run has left, or null. */
	private @Nullable Trace trace() {
		List<String> names = this.partition.constraints().stream().map(Relation.Constraint::name).toList();
		return names.stream()
			.filter((name) -> MARK.matcher(name).find())
			.map((mark) -> new Trace(mark,
					names.stream().filter((name) -> mark(name).equals(mark)).findFirst().orElse(null)))
			.findFirst()
			.orElse(null);
	}

	private Trace traceOf(String check) {
		return new Trace(mark(check), check);
	}

	private String checkToCome(List<String> columns) {
		return new ChosenNames(this.partition, this.facts).constraint((columns.size() == 1) ? columns : List.of(),
				"check", (constraint) -> false);
	}

	private String mark(String check) {
		return GeneratedName.of(this.partition.name().name(), "", "zdm_detach_%08x".formatted(check.hashCode()));
	}

	private Step marked(String mark, String condition) {
		return onPartition(
				"ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(mark) + " CHECK (" + condition + ") NOT VALID",
				Check.either(Check.noPartition(this.partition.oid(), this.parent.oid()),
						Check.constraint(this.partition.oid(), mark)));
	}

	/** Of what is partitioned by hash PostgreSQL leaves no check. */
	private Step cleaned(Trace trace) {
		String dropMark = "DROP CONSTRAINT " + QualifiedName.quoteIfNeeded(trace.mark());
		Check noMark = Check.noConstraint(this.partition.oid(), trace.mark());
		return (trace.check() == null) ? onPartition(dropMark, noMark)
				: onPartition(
						"DROP CONSTRAINT IF EXISTS " + QualifiedName.quoteIfNeeded(trace.check()) + ", " + dropMark,
						Check.all(List.of(Check.noConstraint(this.partition.oid(), trace.check()), noMark)));
	}

	private Step onPartition(String action, Check done) {
		AlterTableSteps steps = new AlterTableSteps(this.partition, false, this.facts.tree(this.partition));
		return steps.instant(action, steps.locks(LockMode.ACCESS_EXCLUSIVE), done);
	}

	/**
	 * What a detached partition is left with.
	 *
	 * @param mark the mark's name
	 * @param check the name of the check that it is named after; null when that is not
	 * there
	 */
	private record Trace(String mark, @Nullable String check) {

		/** Whether this is the mark of what is yet to come. */
		boolean isOf(Trace coming) {
			return this.check == null && this.mark.equals(coming.mark());
		}

	}

}
