package dev.zdm.backfill;

import java.time.Duration;
import java.util.List;

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

	private final AsideTable aside;

	private final Sessions sessions;

	private final Limits limits;

	private long sampledAt = System.nanoTime() - SAMPLE_EVERY.toNanos();

	Batches(Sessions sessions, KeysetBatches keyset, Duration batchTime) {
		this.sessions = sessions;
		this.keyset = keyset;
		this.ranges = new RangeTable(sessions);
		this.aside = new AsideTable(sessions);
		this.limits = limits(batchTime);
	}

	/**
	 * Does the next rows of a claim.
	 * @param rows how many
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	Batch run(Claim claim, int rows, Circumstances circumstances) {
		boolean sample = System.nanoTime() - this.sampledAt >= SAMPLE_EVERY.toNanos();
		long start = System.nanoTime();
		Batch batch = this.sessions.inTransaction(this.limits, () -> {
			KeysetBatches.Chunk chunk = this.keyset.first(claim.rest(), rows);
			int changed = this.keyset.update(chunk.range());
			this.ranges.advance(claim, new RangeTable.Advance(chunk, changed, 0, circumstances.since(start)));
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
	 * Passes the next row of a claim and notes why.
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	Passed putAside(Claim claim, Failure failure, Circumstances circumstances) {
		long start = System.nanoTime();
		return this.sessions.inTransaction(this.limits, () -> {
			KeysetBatches.Chunk chunk = this.keyset.first(claim.rest(), 1);
			int rows = (int) chunk.rows();
			int inARow = this.ranges.advance(claim, new RangeTable.Advance(chunk, 0, rows, circumstances.since(start)));
			if (rows > 0) {
				this.aside.put(claim, chunk.range().to(), failure);
			}
			return new Passed(chunk, inARow, this.aside.count(claim.backfill()));
		});
	}

	/**
	 * Tries a row that was put aside once more.
	 * @return how many rows were changed: none when it is gone, or needs no change now
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	int retry(Claim claim, List<String> key) {
		return this.sessions.inTransaction(this.limits, () -> {
			int changed = this.keyset.updateRow(key);
			this.aside.takeBack(claim, key);
			this.ranges.credit(claim, changed);
			return changed;
		});
	}

	/**
	 * Notes that a row that was put aside still cannot be changed.
	 * @throws FencedException if the range is no longer the claim's
	 */
	void stillAside(Claim claim, List<String> key, Failure failure) {
		this.sessions.inTransaction(this.limits, () -> {
			this.aside.retried(claim, key, failure);
			this.ranges.credit(claim, 0);
			return true;
		});
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

	/**
	 * A row that was put aside.
	 *
	 * @param chunk where it is
	 * @param inARow how many were put aside since a row was last changed
	 * @param inAll how many rows of the backfill are put aside
	 */
	record Passed(KeysetBatches.Chunk chunk, int inARow, long inAll) {
	}

	/**
	 * What the journal is told beside the rows.
	 *
	 * @param batchRows how many rows a batch normally has now
	 * @param worked how long the worker has worked since the batch before
	 * @param pace the pace it goes at
	 */
	record Circumstances(int batchRows, Duration worked, Pace pace) {

		private Circumstances since(long start) {
			return new Circumstances(this.batchRows, this.worked.plusNanos(System.nanoTime() - start), this.pace);
		}

	}

}
