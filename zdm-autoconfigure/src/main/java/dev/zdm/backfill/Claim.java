package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The right of one worker to a range, for as long as nobody raises the range's epoch.
 *
 * @param backfill the backfill's id
 * @param number the range's number
 * @param epoch the epoch of this claim
 * @param position how far it is done, as the journal has it
 * @param upper the last position of the range
 * @param done whether all of it is done
 * @param stride how it was walked along
 */
record Claim(long backfill, int number, long epoch, Position position, List<String> upper, boolean done, Stride stride,
		@Nullable String partition, @Nullable String keyColumns) {

	/**
	 * The same claim when the journal has another position.
	 */
	Claim at(Position other) {
		return new Claim(this.backfill, this.number, this.epoch, other, this.upper, other.isEnd(this.upper),
				this.stride, this.partition, this.keyColumns);
	}

}
