package dev.zdm.proof;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.zdm.catalog.LockMode;

/**
 * What a statement does to relations that exist and that other sessions can see, foretold
 * or observed. Relations are written as schema and name.
 *
 * @param locks the strongest lock on each relation, without {@code ACCESS SHARE}
 * @param rewrites the tables and materialized views that get a new file while their
 * writers wait
 * @param scans those whose rows are read to check them while their writers wait
 * @param builds those that keep their file but get a new file for an index while their
 * writers wait
 */
record Effects(Map<String, LockMode> locks, Set<String> rewrites, Set<String> scans, Set<String> builds) {

	Effects {
		locks = Collections.unmodifiableMap(new TreeMap<>(locks));
		rewrites = sorted(rewrites);
		scans = sorted(scans);
		builds = sorted(builds);
	}

	/** One aspect of the effects, as text that compares equal when the effects agree. */
	String of(Aspect aspect) {
		return switch (aspect) {
			case LOCKS -> this.locks.entrySet()
				.stream()
				.map((lock) -> lock.getKey() + " " + lock.getValue())
				.collect(Collectors.joining(", "));
			case REWRITES -> String.join(", ", this.rewrites);
			case SCANS -> String.join(", ", this.scans);
			case BUILDS -> String.join(", ", this.builds);
		};
	}

	private static SortedSet<String> sorted(Set<String> names) {
		return Collections.unmodifiableSortedSet(new TreeSet<>(names));
	}

	/**
	 * What is compared.
	 */
	enum Aspect {

		LOCKS, REWRITES, SCANS, BUILDS

	}

}
