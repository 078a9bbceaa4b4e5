package dev.zdm.backfill;

/**
 * Rows that were counted in the end.
 *
 * @param chunk the rows that were looked at
 * @param left how many of them are still to be done
 */
record Counted(Chunk chunk, long left) {

	/**
	 * Counts the first rows of a range, in the caller's transaction.
	 * @param rows how many rows to look at
	 */
	static Counted of(KeysetBatches keyset, KeyRange range, int rows) {
		Chunk chunk = keyset.first(Portion.of(range), rows);
		return new Counted(chunk, keyset.left(chunk.portion()));
	}

}
