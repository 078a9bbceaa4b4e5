package dev.zdm.rule;

import java.util.List;

import dev.zdm.catalog.Facts;
import dev.zdm.sql.QualifiedName;
import dev.zdm.sql.Statement;

/**
 * What a statement, run as it stands, does to relations that other sessions can see.
 *
 * @param locks the locks that it takes beyond {@code ACCESS SHARE}; on an index only
 * where it is stronger than the one on its table
 * @param rewrites the relations that are written anew while they cannot be used
 * @param scans the relations whose every row is read while they cannot be written
 * @param builds the relations that an index is built on while they cannot be written,
 * without those that are written anew
 */
public record Impact(List<RelationLock> locks, List<QualifiedName> rewrites, List<QualifiedName> scans,
		List<QualifiedName> builds) {

	/** Nothing at all. */
	public static final Impact NONE = new Impact(List.of(), List.of(), List.of(), List.of());

	/**
	 * Creates an impact that shares nothing with the caller's lists.
	 */
	public Impact {
		locks = List.copyOf(locks);
		rewrites = List.copyOf(rewrites);
		scans = List.copyOf(scans);
		builds = List.copyOf(builds);
	}

	/**
	 * Foretells what a statement does.
	 * @param statement the statement
	 * @param facts what the catalog says about what it touches
	 * @return its locks and work
	 */
	public static Impact of(Statement statement, Facts facts) {
		List<Finding> findings = Rules.judge(statement, facts);
		List<QualifiedName> rewrites = with(Hazard.REWRITE, findings);
		return new Impact(StatementLocks.of(statement, facts), rewrites, with(Hazard.SCAN, findings),
				with(Hazard.BUILD, findings).stream().filter((name) -> !rewrites.contains(name)).toList());
	}

	private static List<QualifiedName> with(Hazard kind, List<Finding> findings) {
		return findings.stream()
			.flatMap((finding) -> finding.work().stream())
			.filter((work) -> work.kind() == kind)
			.map(Finding.Work::relation)
			.distinct()
			.toList();
	}

}
