package dev.zdm.plan;

import java.util.List;

import dev.zdm.rule.RelationLock;

/**
 * The ordered steps that reach what one statement asked for.
 *
 * @param steps the steps, at least one
 */
public record Plan(List<Step> steps) {

	/**
	 * Creates a plan.
	 * @throws IllegalArgumentException if there is no step
	 */
	public Plan {
		steps = List.copyOf(steps);
		if (steps.isEmpty()) {
			throw new IllegalArgumentException("A plan has at least one step");
		}
	}

	/**
	 * The locks of all steps.
	 * @return each lock once, in the order in which they are taken
	 */
	public List<RelationLock> locks() {
		return this.steps.stream().flatMap((step) -> step.locks().stream()).distinct().toList();
	}

	/**
	 * The plan as a script, to be read or pasted.
	 * @return one statement a line
	 */
	public String toSql() {
		StringBuilder sql = new StringBuilder();
		this.steps.forEach((step) -> sql.append("  ").append(step.sql()).append(";\n"));
		return sql.toString().stripTrailing();
	}

}
