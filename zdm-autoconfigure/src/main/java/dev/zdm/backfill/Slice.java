package dev.zdm.backfill;

import java.time.Duration;

import dev.zdm.throttle.Pace;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Works on one range for at most a minute, at the pace that health allows. Used once, by
 * one thread.
 */
final class Slice {

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private static final Duration STEP = Duration.ofMillis(100);

	private static final Duration TOUCH_EVERY = Duration.ofSeconds(1);

	private final Job job;

	private final Workshop workshop;

	private final StopSign stop;

	private final RangeTable ranges;

	private final Claims claims;

	private final Retries retries;

	private final long begun = System.nanoTime();

	private long workedUntil = System.nanoTime();

	Slice(Job job, Workshop workshop, StopSign stop) {
		this.job = job;
		this.workshop = workshop;
		this.stop = stop;
		this.ranges = new RangeTable(workshop.sessions());
		this.claims = new Claims(workshop.sessions());
		this.retries = new Retries(job, workshop.announcer(), stop);
	}

	/**
	 * Works until the time is over, there is nothing left to do, or it must stop.
	 */
	Next run(int number) {
		while (!over()) {
			try {
				return claimAndWork(number);
			}
			catch (FencedException ex) {
				return Next.NEVER;
			}
			catch (DataAccessException | TransactionException ex) {
				this.retries.afterLostConnection(Failure.of(ex));
			}
		}
		return Next.AT_ONCE;
	}

	private Next claimAndWork(int number) {
		Claims.Claimed claimed = this.claims.claim(this.job, number, this.workshop.worker());
		Claim claim = claimed.claim();
		if (claim == null) {
			return (claimed.state() == BackfillState.WAITING) ? Next.LATER : Next.NEVER;
		}
		try {
			Target target = target(claimed.keyColumns());
			if (claimed.started()) {
				this.workshop.announcer().started(this.job, target);
			}
			KeysetBatches keyset = new KeysetBatches(this.workshop.sessions(), this.job.backfill(), target);
			this.workshop.throttle().enter(target.table());
			try {
				return work(claim, keyset);
			}
			finally {
				this.workshop.throttle().leave(target.table());
			}
		}
		catch (BackfillDefinitionException ex) {
			return fail(claim, String.valueOf(ex.getMessage()));
		}
	}

	private Target target(String keyColumns) {
		Sessions sessions = this.workshop.sessions();
		Target target = sessions.inTransaction(Limits.CHECK,
				() -> new DefinitionCheck(sessions).check(this.job.backfill()));
		if (!target.key().signature().equals(keyColumns)) {
			throw new BackfillDefinitionException(this.job.name(),
					"the key of " + target.table() + " has changed since it began");
		}
		return target;
	}

	private Next work(Claim first, KeysetBatches keyset) {
		Batches batches = new Batches(this.workshop.sessions(), keyset, this.workshop.settings().batchTime());
		BatchSize size = new BatchSize(this.workshop.settings(), first.batchRows());
		Claim claim = first;
		this.workedUntil = System.nanoTime();
		while (!claim.done()) {
			if (over()) {
				return Next.AT_ONCE;
			}
			Pace pace = this.workshop.throttle().pace();
			if (pace.stopped()) {
				hold(claim, pace);
				continue;
			}
			try {
				claim = batch(claim, batches, size, pace);
			}
			catch (DataAccessException | TransactionException ex) {
				Failure failure = Failure.of(ex);
				if (failure.kind() == Failure.Kind.CONNECTION) {
					throw ex;
				}
				if (this.retries.givesUp(failure, size)) {
					return fail(claim, failure.describe());
				}
				this.ranges.touch(claim, 0, "tries again after " + failure.describe(), failure.describe());
				this.retries.pause();
			}
		}
		return finish(claim, keyset);
	}

	private Claim batch(Claim claim, Batches batches, BatchSize size, Pace pace) {
		Duration worked = Duration.ofNanos(System.nanoTime() - this.workedUntil);
		Batches.Batch batch = batches.run(claim, size.rows(), pace, worked);
		this.workedUntil = System.nanoTime();
		this.retries.succeeded();
		size.committed(batch.chunk().rows(), batch.time());
		this.workshop.announcer().committed(this.job, batch.changed(), batch.time().toNanos());
		this.workshop.throttle().rest(batch.time(), this::rest);
		return claim.after(batch.chunk());
	}

	private boolean rest(Duration step) {
		this.stop.await(step);
		return !over();
	}

	/**
	 * Stands still until the pace allows to go on, and shows why.
	 */
	private void hold(Claim claim, Pace first) {
		this.workshop.announcer().braked(this.job, first);
		Pace pace = first;
		long touched = 0;
		boolean shown = false;
		while (pace.stopped() && !over()) {
			long now = System.nanoTime();
			if (!shown || now - touched > TOUCH_EVERY.toNanos()) {
				this.ranges.touch(claim, 0, pace.reason(), null);
				touched = now;
				shown = true;
			}
			this.stop.await(STEP);
			this.workshop.throttle().heldBack(pace, Duration.ofNanos(System.nanoTime() - now));
			pace = this.workshop.throttle().pace();
		}
		if (!pace.stopped()) {
			this.workshop.announcer().goesOn(this.job);
		}
		this.workedUntil = System.nanoTime();
	}

	private Next finish(Claim claim, KeysetBatches keyset) {
		boolean verify = this.workshop.settings().verify() && this.job.backfill().where() != null;
		Long left = null;
		if (verify) {
			left = new Verification(this.workshop.sessions(), keyset, this.stop).count(claim);
			if (left == null) {
				return Next.AT_ONCE;
			}
		}
		if (this.claims.finish(claim, left)) {
			this.workshop.announcer().finished(this.job, this.claims.run(this.job.id()), (left != null) ? left : 0);
		}
		return Next.NEVER;
	}

	private Next fail(Claim claim, String error) {
		this.claims.fail(claim, error);
		this.workshop.announcer().failed(this.job, error);
		return Next.NEVER;
	}

	private boolean over() {
		return this.stop.isRaised() || System.nanoTime() - this.begun > LENGTH.toNanos();
	}

}
