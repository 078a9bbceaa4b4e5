package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Pace;

/**
 * Runs the batches of one claim: the rows, the cursor, the counters and the check of the
 * epoch in one transaction, so each batch happens exactly once or not at all. Not safe
 * for several threads.
 */
final class Batches {

	private static final Duration SAMPLE_EVERY = Duration.ofSeconds(5);

	private final KeysetBatches keyset;

	private final RangeTable ranges;

	private final Sessions sessions;

	private final Limits limits;

	private long sampledAt = System.nanoTime() - SAMPLE_EVERY.toNanos();

	Batches(Sessions sessions, KeysetBatches keyset, Duration batchTime) {
		this.sessions = sessions;
		this.keyset = keyset;
		this.ranges = new RangeTable(sessions);
		this.limits = limits(batchTime);
	}

	/**
	 * Does the next rows of a claim.
	 * @param worked how long the worker has worked since the batch before
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	Batch run(Claim claim, int rows, Pace pace, Duration worked) {
		boolean sample = System.nanoTime() - this.sampledAt >= SAMPLE_EVERY.toNanos();
		long start = System.nanoTime();
		Batch batch = this.sessions.inTransaction(this.limits, () -> {
			KeysetBatches.Chunk chunk = this.keyset.first(claim.rest(), rows);
			int changed = this.keyset.update(chunk.range());
			Duration time = worked.plusNanos(System.nanoTime() - start);
			this.ranges.advance(claim, new RangeTable.Advance(chunk, changed, rows, time, pace.duty(), pace.reason()));
			if (sample || chunk.last()) {
				this.ranges.sample(claim.backfill(), claim.number());
			}
			return new Batch(chunk, changed, Duration.ZERO);
		});
		if (sample) {
			this.sampledAt = start;
		}
		return new Batch(batch.chunk(), batch.changed(), Duration.ofNanos(System.nanoTime() - start));
	}

	/**
	 * A batch that waits for a row makes others wait for the rows it has, so it does not
	 * wait longer than another batch would take. One that takes twenty times its target
	 * is given up.
	 */
	private static Limits limits(Duration batchTime) {
		long statement = Math.max(2000, batchTime.toMillis() * 20);
		return new Limits(Duration.ofMillis(Math.max(100, batchTime.toMillis())), Duration.ofMillis(statement));
	}

	/**
	 * A batch that was committed.
	 *
	 * @param chunk the rows it looked at
	 * @param changed how many of them it changed
	 * @param time how long its transaction took
	 */
	record Batch(KeysetBatches.Chunk chunk, int changed, Duration time) {
	}

}
