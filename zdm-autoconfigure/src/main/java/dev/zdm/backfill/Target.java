package dev.zdm.backfill;

/**
 * The table that a backfill changes, as the catalog has it.
 *
 * @param table its name, qualified and quoted
 * @param key the key along which it is walked
 */
record Target(String table, TableKey key) {

}
