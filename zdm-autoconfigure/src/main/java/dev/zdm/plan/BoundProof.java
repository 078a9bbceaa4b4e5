package dev.zdm.plan;

import java.util.List;
import java.util.stream.Collectors;

import dev.zdm.catalog.Facts;
import dev.zdm.catalog.LockMode;
import dev.zdm.catalog.Relation;
import dev.zdm.plan.Step.Setback;
import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A check that proves to PostgreSQL which rows a table can have, for as long as another
 * one, or it itself, is made a partition. Its name tells what it says, so that one that
 * was left for another bound is not taken for it.
 */
final class BoundProof {

	private final Relation table;

	private final String name;

	private final String condition;

	private final Check over;

	private final AlterTableSteps steps;

	/**
	 * Creates a proof.
	 * @param table the table that shall have it
	 * @param partition the name of the table that becomes a partition
	 * @param condition what it has to say
	 * @param over tells from the catalog that it is needed no more
	 */
	BoundProof(Relation table, QualifiedName partition, String condition, Check over, Facts facts) {
		this.table = table;
		this.over = over;
		this.name = GeneratedName.of(partition.name(), "", "zdm_bound_%08x".formatted(condition.hashCode()));
		this.condition = condition;
		this.steps = new AlterTableSteps(table, false, facts.tree(table));
	}

	/**
	 * Adds it, and proves it while others go on.
	 * @param advice what to do when rows stand in the way
	 */
	List<Step> steps(String advice) {
		Step added = this.steps.instant(
				"ADD CONSTRAINT " + QualifiedName.quoteIfNeeded(this.name) + " CHECK (" + this.condition
						+ ") NOT VALID",
				this.steps.locks(LockMode.ACCESS_EXCLUSIVE),
				Check.either(this.over, Check.constraint(this.table.oid(), this.name)));
		Step validated = this.steps.validate(this.name, this.steps.locks(LockMode.SHARE_UPDATE_EXCLUSIVE),
				Check.either(this.over, Check.validConstraint(this.table.oid(), this.name)));
		return List.of(added, validated.or(setback(advice)));
	}

	/** Takes it back when what comes behind it fails. */
	Setback setback(String advice) {
		return new Setback(advice, drop().sql(), drop().locks(), Check.constraint(this.table.oid(), this.name));
	}

	/** Drops it. */
	Step drop() {
		return this.steps.instant("DROP CONSTRAINT " + QualifiedName.quoteIfNeeded(this.name),
				this.steps.locks(LockMode.ACCESS_EXCLUSIVE), Check.noConstraint(this.table.oid(), this.name));
	}

	/** Whether an earlier run left it. */
	boolean isThere() {
		return this.table.constraint(this.name).isPresent();
	}

	/** What to do with rows that are in the new partition and do not belong there. */
	static String foreignRows(Relation partition, @Nullable String condition) {
		return partition.name() + " has rows that do not belong into the partition. Find them, and take them out:\n"
				+ "  SELECT * FROM " + partition.name() + " WHERE (" + condition + ") IS NOT TRUE;";
	}

	/** What to do with rows of the default partition that belong into the new one. */
	static String rowsToMove(Relation byDefault, QualifiedName partition, @Nullable String condition) {
		String columns = byDefault.columns()
			.values()
			.stream()
			.filter((column) -> column.generated() == ' ')
			.map((column) -> QualifiedName.quoteIfNeeded(column.name()))
			.sorted()
			.collect(Collectors.joining(", "));
		return ("""
				The default partition %1$s has rows that belong into %2$s. Move them, in portions if they are many \
				(until %2$s is attached they are not seen through the partitioned table), and run the statement again:
				  WITH moved AS (DELETE FROM %1$s WHERE %3$s RETURNING %4$s)
				  INSERT INTO %2$s (%4$s) SELECT %4$s FROM moved;""").formatted(byDefault.name(), partition, condition,
				columns);
	}

}
