package dev.zdm.proof;

/**
 * A foreign key that was validated. Its referenced table is read, too, but in which way
 * depends on the plan; that does not count.
 *
 * @param table the referencing table
 * @param referenced the referenced table
 */
record CheckedKey(long table, long referenced) {

}
