package dev.zdm.rule;

import java.util.List;

import dev.zdm.sql.QualifiedName;

/**
 * What a rule has to say about a statement.
 *
 * @param code the rule's code, such as {@code ZDM010}
 * @param title the rule in a few words
 * @param hazard what makes the statement dangerous
 * @param work what is done to relations while others cannot use them; empty when there is
 * no such work
 * @param detail what would happen, with names
 * @param wayOut what to do instead when zdm itself knows no safe steps, as text and SQL
 */
public record Finding(String code, String title, Hazard hazard, List<Work> work, String detail, String wayOut) {

	/**
	 * Creates a finding that shares nothing with the caller's list.
	 */
	public Finding {
		work = List.copyOf(work);
	}

	/**
	 * Whether the statement must not simply be run.
	 * @return whether the finding is more than a remark
	 */
	public boolean isHazard() {
		return this.hazard != Hazard.NONE && this.hazard != Hazard.UNKNOWN;
	}

	/**
	 * The relations that are worked on while others cannot use them.
	 * @return each relation once
	 */
	public List<QualifiedName> relations() {
		return this.work.stream().map(Work::relation).distinct().toList();
	}

	/**
	 * Work on a relation under a lock that blocks others.
	 *
	 * @param kind {@link Hazard#REWRITE}, {@link Hazard#SCAN} or {@link Hazard#BUILD}
	 * @param relation the relation
	 */
	public record Work(Hazard kind, QualifiedName relation) {
	}

}
