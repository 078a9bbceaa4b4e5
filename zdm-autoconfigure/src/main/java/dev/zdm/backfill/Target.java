package dev.zdm.backfill;

/**
 * A table that a backfill changes rows of, as the catalog has it: its own, or a
 * partition.
 *
 * @param oid its number in the catalog
 * @param table its name, qualified and quoted
 * @param alias what the definition's expressions call it, when that is not its own name;
 * else empty
 * @param key the key along which it is walked
 */
record Target(long oid, String table, String alias, TableKey key) {

	/**
	 * What expressions call the table.
	 */
	String name() {
		return this.alias.isEmpty() ? this.table : this.alias;
	}

	/**
	 * The table as a statement names it.
	 */
	String from() {
		return this.alias.isEmpty() ? this.table : this.table + " as " + this.alias;
	}

}
