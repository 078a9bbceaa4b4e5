package dev.zdm.backfill;

/**
 * The first rows of a portion.
 *
 * @param portion which rows
 * @param rows how many
 * @param last whether these are all rows of the portion
 */
record Chunk(Portion portion, long rows, boolean last) {

}
