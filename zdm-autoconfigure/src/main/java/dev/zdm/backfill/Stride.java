package dev.zdm.backfill;

/**
 * How a range is walked along: what was found to fit, for whoever claims it next and, at
 * first, for ranges that nobody has begun.
 *
 * @param batchRows how many rows a batch has; 0 when nothing is known
 * @param windowSize how many rows a window has; 0 when it is worked on plainly
 * @param stripes how many stripes the next window gets; 0 when nothing is known
 * @param accompanied whether others work on the table at the same time
 */
record Stride(int batchRows, long windowSize, int stripes, boolean accompanied) {

}
