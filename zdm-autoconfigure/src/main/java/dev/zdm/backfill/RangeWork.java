package dev.zdm.backfill;

import java.time.Duration;
import java.util.List;

import dev.zdm.throttle.Pace;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Works on the rows of one claim, batch by batch, until all are done, the shift is over,
 * or they cannot be done. Used once, by one thread.
 */
final class RangeWork {

	/** So many rows in a row are no exception. */
	private static final int ASIDE_IN_A_ROW = 20;

	private static final int ASIDE_IN_ALL = 1000;

	private final Shift shift;

	private final Retries retries;

	private final Brake brake;

	private final RangeTable ranges;

	private final Batches batches;

	private long workedUntil = System.nanoTime();

	RangeWork(Shift shift, KeysetBatches keyset, Retries retries) {
		Workshop workshop = shift.workshop();
		this.shift = shift;
		this.retries = retries;
		this.brake = new Brake(shift);
		this.ranges = new RangeTable(workshop.sessions());
		this.batches = new Batches(workshop.sessions(), keyset, workshop.settings().batchTime());
	}

	/**
	 * Works.
	 * @return the claim as it is then
	 * @throws FencedException if the range is no longer the claim's
	 * @throws HopelessException if it makes no sense to go on
	 */
	Claim run(Claim first) {
		BatchSize size = new BatchSize(this.shift.workshop().settings(), first.batchRows());
		Claim claim = first;
		while (!claim.done() && !this.shift.over()) {
			Pace pace = await(claim);
			if (!pace.stopped()) {
				claim = batch(claim, size, pace);
			}
		}
		return claim;
	}

	/**
	 * Tries the rows that were put aside once more.
	 * @return whether all were tried
	 * @throws FencedException if the range is no longer the claim's
	 * @throws HopelessException if it makes no sense to go on
	 */
	boolean retryAside(Claim claim) {
		BatchSize one = new BatchSize(this.shift.workshop().settings().batchRows(1, 1), 1);
		for (List<String> key : new AsideTable(this.shift.workshop().sessions()).pending(claim)) {
			boolean tried = false;
			while (!tried) {
				if (this.shift.over() || await(claim).stopped()) {
					return false;
				}
				tried = retry(claim, key, one);
			}
		}
		return true;
	}

	private Pace await(Claim claim) {
		long from = System.nanoTime();
		Pace pace = this.brake.await(claim);
		this.workedUntil += System.nanoTime() - from;
		return pace;
	}

	private Claim batch(Claim claim, BatchSize size, Pace pace) {
		int rows = this.retries.rows(size);
		Batches.Circumstances circumstances = circumstances(size, pace);
		try {
			Batches.Batch batch = this.batches.run(claim, rows, circumstances);
			this.workedUntil = System.nanoTime();
			if (!this.retries.searching()) {
				size.committed(batch.chunk().rows(), batch.time());
			}
			this.retries.succeeded(batch.chunk().rows(), batch.chunk().last());
			this.shift.workshop().announcer().committed(this.shift.job(), batch.changed(), batch.time().toNanos());
			this.brake.rest(batch.time(), pace);
			return claim.after(batch.chunk());
		}
		catch (DataAccessException | TransactionException ex) {
			Failure failure = Failure.of(ex);
			return switch (remedy(failure, rows, size, ex)) {
				case GIVE_UP -> throw new HopelessException(failure.describe());
				case PUT_ASIDE -> putAside(claim, failure, circumstances);
				case HALVE -> claim;
				case WAIT -> waited(claim, failure);
			};
		}
	}

	private boolean retry(Claim claim, List<String> key, BatchSize one) {
		try {
			int changed = this.batches.retry(claim, key);
			this.retries.succeeded(1, true);
			this.shift.workshop().announcer().takenBack(this.shift.job(), changed);
			return true;
		}
		catch (DataAccessException | TransactionException ex) {
			Failure failure = Failure.of(ex);
			return switch (remedy(failure, 1, one, ex)) {
				case GIVE_UP -> throw new HopelessException(failure.describe());
				case PUT_ASIDE -> {
					this.batches.stillAside(claim, key, failure);
					this.retries.succeeded(1, true);
					yield true;
				}
				case HALVE -> false;
				case WAIT -> {
					waited(claim, failure);
					yield false;
				}
			};
		}
	}

	private Remedy remedy(Failure failure, int rows, BatchSize size, RuntimeException exception) {
		if (failure.kind() == Failure.Kind.CONNECTION) {
			throw exception;
		}
		return this.retries.after(failure, rows, size);
	}

	private Claim putAside(Claim claim, Failure failure, Batches.Circumstances circumstances) {
		Batches.Passed passed = this.batches.putAside(claim, failure, circumstances);
		this.workedUntil = System.nanoTime();
		this.retries.succeeded(1, passed.chunk().last());
		this.shift.workshop().announcer().putAside(this.shift.job(), failure);
		if (passed.inARow() >= ASIDE_IN_A_ROW || passed.inAll() >= ASIDE_IN_ALL) {
			throw new HopelessException(
					"%d rows in a row and %d in all could not be changed and are put aside, the last one with %s"
						.formatted(passed.inARow(), passed.inAll(), failure.describe()));
		}
		return claim.after(passed.chunk());
	}

	private Claim waited(Claim claim, Failure failure) {
		this.ranges.touch(claim, 0, "tries again after " + failure.describe(), failure.describe());
		this.retries.pause();
		return claim;
	}

	private Batches.Circumstances circumstances(BatchSize size, Pace pace) {
		return new Batches.Circumstances(size.rows(), Duration.ofNanos(System.nanoTime() - this.workedUntil), pace);
	}

}
