package dev.zdm.backfill;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Counts what a backfill has left over, in short transactions, so that no old snapshot
 * keeps vacuum from cleaning up behind it.
 */
final class Verification {

	private static final int CHUNK = 20_000;

	private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1));

	private final Sessions sessions;

	private final KeysetBatches keyset;

	private final StopSign stop;

	Verification(Sessions sessions, KeysetBatches keyset, StopSign stop) {
		this.sessions = sessions;
		this.keyset = keyset;
		this.stop = stop;
	}

	/**
	 * Counts the rows of the claim's whole range that meet the condition.
	 * @return null when stopped before the end
	 * @throws FencedException if the range is no longer the claim's
	 */
	@Nullable Long count(Claim claim) {
		RangeTable ranges = new RangeTable(this.sessions);
		KeyRange rest = new KeyRange(null, claim.upper());
		long left = 0;
		while (!this.stop.isRaised()) {
			ranges.touch(claim, 1, "counts what is left over", null);
			KeyRange range = rest;
			Counted counted = this.sessions.inTransaction(LIMITS, () -> {
				KeysetBatches.Chunk chunk = this.keyset.first(range, CHUNK);
				return new Counted(chunk, this.keyset.left(chunk.range()));
			});
			left += counted.left();
			if (counted.chunk().last()) {
				return left;
			}
			rest = new KeyRange(counted.chunk().range().to(), claim.upper());
		}
		return null;
	}

	/**
	 * What one chunk had left.
	 */
	private record Counted(KeysetBatches.Chunk chunk, long left) {
	}

}
