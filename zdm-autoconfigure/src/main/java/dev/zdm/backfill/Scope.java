package dev.zdm.backfill;

import java.util.List;

/**
 * What a definition is about, as the catalog has it.
 *
 * @param table the table's name, qualified and quoted
 * @param signature tells whether positions in it, made earlier, are still good; empty for
 * a partitioned table, each of whose partitions has a key of its own
 * @param targets the tables that hold its rows: itself, or its partitions
 */
record Scope(String table, String signature, List<Target> targets) {

	Scope {
		targets = List.copyOf(targets);
	}

	boolean isPartitioned() {
		return this.signature.isEmpty();
	}

}
