package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Up to which row a backfill is done, across all that work on it: every row up to there
 * that was in the table when it began, but for {@code exceptions}. Its text says nothing
 * of the key, which may be personal data.
 *
 * @param complete whether all rows of the table are passed; then there is no key
 * @param partition the partition that the key belongs to, qualified and quoted: those
 * before it, in the order of their bounds, are passed; null where the table has none, or
 * when it is complete
 * @param key the values of the key's columns as text, in the order of the index; empty
 * when no row of the table, or of that partition, is passed for sure, which is so to the
 * end where there is no key
 * @param exceptions how many rows up to there are not done: others hold them, or they
 * could not be changed; their keys are in {@code zdm.backfill_aside}
 */
public record BackfillWatermark(boolean complete, @Nullable String partition, List<String> key, long exceptions) {

	/**
	 * Copies the key.
	 */
	public BackfillWatermark {
		key = List.copyOf(key);
	}

	@Override
	public String toString() {
		return "watermark" + (this.complete ? " at the end" : (this.partition != null) ? " in " + this.partition : "")
				+ ", exceptions: " + this.exceptions;
	}

}
