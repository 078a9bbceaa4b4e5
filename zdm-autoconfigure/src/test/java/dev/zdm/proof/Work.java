package dev.zdm.proof;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a statement did to the files of tables and indexes, and how often it read each
 * table from its beginning.
 */
final class Work {

	private final Set<Long> rewrites = new HashSet<>();

	private final Map<Long, Long> reads = new HashMap<>();

	/** How often the indexes that a table got read it. */
	private final Map<Long, Long> readsOfBuilds = new HashMap<>();

	/** An index got a file. One that excludes reads the table again to check it. */
	void built(long table, boolean exclusion) {
		this.readsOfBuilds.merge(table, exclusion ? 2L : 1L, Long::sum);
	}

	void read(long table, boolean rewritten, long reads) {
		this.reads.put(table, reads);
		if (rewritten) {
			this.rewrites.add(table);
		}
	}

	Set<Long> rewrites() {
		return this.rewrites;
	}

	Set<Long> builds() {
		Set<Long> builds = new HashSet<>(this.readsOfBuilds.keySet());
		builds.removeAll(this.rewrites);
		return builds;
	}

	/**
	 * The tables that were read more often than to rewrite them and to build their
	 * indexes, and those that foreign keys were validated for.
	 */
	Set<Long> scans(Collection<CheckedKey> keys) {
		Set<Long> referenced = keys.stream().map(CheckedKey::referenced).collect(Collectors.toSet());
		Set<Long> scans = keys.stream().map(CheckedKey::table).collect(Collectors.toCollection(HashSet::new));
		this.reads.forEach((table, reads) -> {
			long others = this.readsOfBuilds.getOrDefault(table, 0L) + (this.rewrites.contains(table) ? 1 : 0);
			if (reads > others && !referenced.contains(table)) {
				scans.add(table);
			}
		});
		return scans;
	}

}
