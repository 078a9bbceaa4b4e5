package dev.zdm.lint.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.zdm.catalog.LockMode;
import org.jspecify.annotations.Nullable;

/**
 * What the server did. Relations that the script made are left out; rewrites, scans,
 * builds and changes are those under a lock that blocks writes.
 *
 * @param locks the strongest lock on each table, view and materialized view that blocks
 * more than other DDL's weakest, by schema and name
 * @param rewrites tables that were written again
 * @param scans tables whose rows were read to check them
 * @param builds tables of which an index was built, though they were not written again
 * @param changes tables of which rows were changed
 * @param empties tables that lost their rows
 * @param rejection the SQLSTATE with which the server refused the script, or null
 */
record Effect(SortedMap<String, LockMode> locks, SortedSet<String> rewrites, SortedSet<String> scans,
		SortedSet<String> builds, SortedSet<String> changes, SortedSet<String> empties, @Nullable String rejection) {

	/** Nothing but a refusal. */
	static Effect rejected(String state) {
		return new Effect(new TreeMap<>(), none(), none(), none(), none(), none(), state);
	}

	private static SortedSet<String> none() {
		return new TreeSet<>();
	}

	boolean isRejected() {
		return this.rejection != null;
	}

	boolean works() {
		return !(this.rewrites.isEmpty() && this.scans.isEmpty() && this.builds.isEmpty() && this.changes.isEmpty());
	}

	boolean blocksWrites() {
		return this.locks.values().stream().anyMatch(LockMode::blocksWrites);
	}

	/** In words, without the schema {@code public}. */
	@Override
	public String toString() {
		if (isRejected()) {
			return "rejects it (" + this.rejection + ")";
		}
		List<String> words = new ArrayList<>();
		add(words, "rewrites", this.rewrites);
		add(words, "scans", this.scans);
		add(words, "builds an index of", this.builds);
		add(words, "changes rows of", this.changes);
		add(words, "empties", this.empties);
		Map<LockMode, SortedSet<String>> byMode = new TreeMap<>((one, other) -> other.compareTo(one));
		this.locks.forEach((relation, mode) -> byMode.computeIfAbsent(mode, (any) -> new TreeSet<>()).add(relation));
		byMode.forEach((mode, relations) -> words.add(mode.sqlName() + " on " + names(relations)));
		return words.isEmpty() ? "no lock on a table" : String.join("; ", words);
	}

	private static void add(List<String> words, String verb, Collection<String> relations) {
		if (!relations.isEmpty()) {
			words.add(verb + " " + names(relations));
		}
	}

	private static String names(Collection<String> relations) {
		return String.join(", ", relations.stream().map((name) -> name.replaceFirst("^public\\.", "")).toList());
	}

}
