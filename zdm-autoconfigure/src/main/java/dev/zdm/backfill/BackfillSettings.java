package dev.zdm.backfill;

import java.time.Duration;

/**
 * How this instance works on backfills.
 *
 * @param workers how many ranges it works on at the same time; at least 1
 * @param batchTime how long a batch should take: that long it may make others wait for a
 * row
 * @param minRows the fewest rows of a batch
 * @param maxRows the most rows of a batch
 * @param verify whether it counts the rows that are still to be done in the end
 * @param stripes whether it may work in stripes where that saves work; else it always
 * works plainly
 * @param heartbeat how often it says that it lives; when it has been silent for four of
 * these, other instances take over
 */
public record BackfillSettings(int workers, Duration batchTime, int minRows, int maxRows, boolean verify,
		boolean stripes, Duration heartbeat) {

	/**
	 * One worker, batches of 150 ms and 50 to 50,000 rows, verified, in stripes where
	 * that pays, a heartbeat every four seconds.
	 */
	public static final BackfillSettings DEFAULTS = new BackfillSettings(1, Duration.ofMillis(150), 50, 50_000, true,
			true, Duration.ofSeconds(4));

	/**
	 * Validates.
	 * @param workers at least 1
	 * @param batchTime at least 10 ms
	 * @param minRows at least 1
	 * @param maxRows at least {@code minRows}
	 * @param verify either
	 * @param stripes either
	 * @param heartbeat at least 100 ms
	 * @throws IllegalArgumentException if a value is anything else
	 */
	public BackfillSettings {
		require(workers >= 1, "workers must be at least 1, not " + workers
				+ "; set zdm.backfill.enabled=false where an instance is not to work on backfills");
		require(batchTime.toMillis() >= 10, "batch-time must be at least 10ms, not " + batchTime);
		require(minRows >= 1 && minRows <= maxRows,
				"batch-rows need 1 <= min <= max, not min " + minRows + " and max " + maxRows);
		require(heartbeat.toMillis() >= 100, "heartbeat must be at least 100ms, not " + heartbeat);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * The same with other bounds for a batch.
	 * @param min the fewest rows
	 * @param max the most rows
	 * @return changed settings
	 */
	public BackfillSettings batchRows(int min, int max) {
		return new BackfillSettings(this.workers, this.batchTime, min, max, this.verify, this.stripes, this.heartbeat);
	}

	/**
	 * The same with another target time for a batch.
	 * @param time how long a batch should take
	 * @return changed settings
	 */
	public BackfillSettings batchTime(Duration time) {
		return new BackfillSettings(this.workers, time, this.minRows, this.maxRows, this.verify, this.stripes,
				this.heartbeat);
	}

	/**
	 * The same with another heartbeat.
	 * @param every how often this instance says that it lives
	 * @return changed settings
	 */
	public BackfillSettings heartbeat(Duration every) {
		return new BackfillSettings(this.workers, this.batchTime, this.minRows, this.maxRows, this.verify, this.stripes,
				every);
	}

	/**
	 * The same with or without stripes.
	 * @param allowed whether it may work in stripes
	 * @return changed settings
	 */
	public BackfillSettings stripes(boolean allowed) {
		return new BackfillSettings(this.workers, this.batchTime, this.minRows, this.maxRows, this.verify, allowed,
				this.heartbeat);
	}

	/**
	 * The same with or without verification.
	 * @param count whether rows are counted that are still to be done in the end
	 * @return changed settings
	 */
	public BackfillSettings verify(boolean count) {
		return new BackfillSettings(this.workers, this.batchTime, this.minRows, this.maxRows, count, this.stripes,
				this.heartbeat);
	}

}
