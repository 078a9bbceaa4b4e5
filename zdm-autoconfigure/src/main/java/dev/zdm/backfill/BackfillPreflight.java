package dev.zdm.backfill;

import java.time.Duration;
import java.util.List;

/**
 * What one batch, run and rolled back before the first real one, says about a backfill.
 * What is expected of the whole is that batch times the table: a guess, for plain batches
 * at full speed, without what vacuum gives back meanwhile.
 *
 * @param rows how many rows the batch looked at
 * @param rowsChanged how many of them it changed
 * @param rowsPerSecond how many rows it looked at in a second
 * @param walBytesPerRow how much WAL it wrote for each row that it changed
 * @param hotShare the share of its updates that touched no index, from 0 to 1
 * @param expectedDuration how long the backfill would take
 * @param expectedWalBytes how much WAL it would write
 * @param expectedGrowthBytes how much larger the table and its indexes would be
 * @param triggers the triggers that fired
 * @param warnings what makes it dearer than it could be, or what others will notice; a
 * sentence each
 */
public record BackfillPreflight(long rows, long rowsChanged, double rowsPerSecond, double walBytesPerRow,
		double hotShare, Duration expectedDuration, long expectedWalBytes, long expectedGrowthBytes,
		List<String> triggers, List<String> warnings) {

	/**
	 * Copies the lists.
	 * @param rows at least 0
	 * @param rowsChanged at most {@code rows}
	 * @param rowsPerSecond at least 0
	 * @param walBytesPerRow at least 0
	 * @param hotShare from 0 to 1
	 * @param expectedDuration any
	 * @param expectedWalBytes at least 0
	 * @param expectedGrowthBytes at least 0
	 * @param triggers any
	 * @param warnings any
	 */
	public BackfillPreflight {
		triggers = List.copyOf(triggers);
		warnings = List.copyOf(warnings);
	}

}
