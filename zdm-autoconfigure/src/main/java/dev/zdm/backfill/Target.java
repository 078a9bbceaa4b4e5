package dev.zdm.backfill;

/**
 * The table that a backfill changes, as the catalog has it.
 *
 * @param oid its number in the catalog
 * @param table its name, qualified and quoted
 * @param key the key along which it is walked
 */
record Target(long oid, String table, TableKey key) {

}
