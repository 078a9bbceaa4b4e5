package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The right of one worker to a range, for as long as nobody raises the range's epoch.
 *
 * @param backfill the backfill's id
 * @param number the range's number
 * @param epoch the epoch of this claim
 * @param cursor the last position that is done, or null at the beginning
 * @param upper the last position of the range
 * @param done whether all of it is done
 * @param batchRows how many rows the last batch had; 0 when there was none
 */
record Claim(long backfill, int number, long epoch, @Nullable List<String> cursor, List<String> upper, boolean done,
		int batchRows) {

	/**
	 * What is still to be done.
	 */
	KeyRange rest() {
		return new KeyRange(this.cursor, this.upper);
	}

	/**
	 * The same claim after a batch.
	 */
	Claim after(KeysetBatches.Chunk chunk) {
		return new Claim(this.backfill, this.number, this.epoch, chunk.range().to(), this.upper, chunk.last(),
				this.batchRows);
	}

}
