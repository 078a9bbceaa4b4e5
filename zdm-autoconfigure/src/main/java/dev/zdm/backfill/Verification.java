package dev.zdm.backfill;

import java.time.Duration;
import java.util.Optional;

/**
 * Counts what a backfill has left over, in short transactions, so that no old snapshot
 * keeps vacuum from cleaning up behind it, and at the pace that batches go at: on a
 * replica, if there is one that can be asked, else on the primary.
 */
final class Verification {

	private static final int CHUNK = 20_000;

	static final Limits LIMITS = new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1));

	private final Shift shift;

	private final Sessions sessions;

	private final KeysetBatches keyset;

	private final Brake brake;

	private final VerifiedRanges ranges;

	private final ReplicaCount replica;

	Verification(Shift shift, KeysetBatches keyset) {
		this.shift = shift;
		this.sessions = shift.workshop().sessions();
		this.keyset = keyset;
		this.brake = new Brake(shift);
		this.ranges = new VerifiedRanges(this.sessions);
		this.replica = new ReplicaCount(shift, keyset);
	}

	/**
	 * Counts the rows of the claim's range that meet the condition, from where it was.
	 * @return whether all were counted; else the shift is over
	 * @throws FencedException if the range is no longer the claim's
	 */
	boolean count(Claim claim) {
		KeyRange rest = new KeyRange(this.ranges.verifiedTo(claim), claim.upper());
		while (!this.shift.over() && !this.brake.await(claim).stopped()) {
			KeyRange range = rest;
			Optional<Counted> there = this.replica.count(claim, range, CHUNK);
			Chunk chunk = this.sessions.inTransaction(LIMITS.along(this.keyset), () -> {
				Counted counted = there.orElseGet(() -> Counted.of(this.keyset, range, CHUNK));
				this.ranges.verified(claim, counted.chunk().portion().range().to(), counted.left(), there.isPresent());
				return counted.chunk();
			});
			if (chunk.last()) {
				return true;
			}
			rest = new KeyRange(chunk.portion().range().to(), claim.upper());
		}
		return false;
	}

}
