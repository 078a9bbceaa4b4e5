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

	private final PlanGuard guard;

	private final KeysetBatches keyset;

	private long workedUntil = System.nanoTime();

	RangeWork(Shift shift, KeysetBatches keyset, Retries retries) {
		Workshop workshop = shift.workshop();
		this.shift = shift;
		this.retries = retries;
		this.keyset = keyset;
		this.guard = new PlanGuard(workshop.sessions(), keyset);
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
		Gait gait = gait(first);
		Claim claim = this.batches.resume(first);
		while (!claim.done() && !this.shift.over()) {
			Pace pace = await(claim);
			if (!pace.stopped()) {
				claim = batch(claim, gait, pace);
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

	private Gait gait(Claim claim) {
		Workshop workshop = this.shift.workshop();
		boolean stripes = workshop.settings().stripes() && !claim.done();
		long largestWindow = stripes
				? new StripeCheck(workshop.sessions()).largestWindow(this.shift.job().backfill(), this.keyset, claim)
				: 0;
		return new Gait(workshop.settings(), claim.stride(), this.keyset.change().firstRows(), largestWindow);
	}

	private Claim batch(Claim claim, Gait gait, Pace pace) {
		Position from = claim.position();
		int rows = 0;
		try {
			from = gait.from(claim, this.batches, this.guard, pace);
			rows = this.retries.rows(gait.rows(from));
			Batches.Batch batch = this.batches.run(claim, from,
					new Batches.Size(rows, this.retries.sparing(), this.retries.normal()), circumstances(gait, pace));
			this.workedUntil = System.nanoTime();
			gait.committed(from, batch, this.retries.normal());
			this.retries.succeeded(batch.chunk().rows(), batch.chunk().last());
			this.shift.workshop().announcer().committed(this.shift.job(), batch.changed(), batch.time().toNanos());
			this.brake.rest(batch.time());
			return claim.at(batch.position());
		}
		catch (DataAccessException | TransactionException | RowFunctionException ex) {
			if (this.shift.over()) {
				return claim;
			}
			Failure failure = Failure.of(ex);
			return switch (remedy(failure, rows, gait.size(), ex)) {
				case GIVE_UP -> throw new HopelessException(failure.describe());
				case PUT_ASIDE -> putAside(claim, from, failure, circumstances(gait, pace));
				case HALVE, SPARE -> claim;
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
		catch (DataAccessException | TransactionException | RowFunctionException ex) {
			if (this.shift.over()) {
				return false;
			}
			Failure failure = Failure.of(ex);
			return switch (remedy(failure, 1, one, ex)) {
				case GIVE_UP -> throw new HopelessException(failure.describe());
				case PUT_ASIDE -> {
					this.batches.stillAside(claim, key, failure);
					this.retries.succeeded(1, true);
					yield true;
				}
				case HALVE, SPARE -> false;
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

	private Claim putAside(Claim claim, Position from, Failure failure, Batches.Circumstances circumstances) {
		Batches.Passed passed = this.batches.putAside(claim, from, failure, circumstances);
		this.workedUntil = System.nanoTime();
		this.retries.succeeded(1, passed.chunk().last());
		if (failure.isLockTimeout()) {
			return claim.at(passed.position());
		}
		this.shift.workshop().announcer().putAside(this.shift.job(), failure);
		if (passed.inARow() >= ASIDE_IN_A_ROW || passed.inAll() >= ASIDE_IN_ALL) {
			throw new HopelessException(
					"%d rows in a row and %d in all could not be changed and are put aside, the last one with %s"
						.formatted(passed.inARow(), passed.inAll(), failure.describe()));
		}
		return claim.at(passed.position());
	}

	private Claim waited(Claim claim, Failure failure) {
		this.ranges.touch(claim, 0, "tries again after " + failure.describe(), failure.describe());
		this.retries.pause();
		return claim;
	}

	private Batches.Circumstances circumstances(Gait gait, Pace pace) {
		return new Batches.Circumstances(gait.stride(), Duration.ofNanos(System.nanoTime() - this.workedUntil), pace);
	}

}
