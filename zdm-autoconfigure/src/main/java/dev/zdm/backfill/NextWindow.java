package dev.zdm.backfill;

/**
 * What the next window is to be.
 *
 * @param rows how many rows it is to have
 * @param stripes how many stripes
 * @param parts how many parts
 */
record NextWindow(long rows, int stripes, int parts) {

}
