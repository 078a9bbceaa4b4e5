package dev.zdm.backfill;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One shift of a worker on a range: claims it, works on it, and ends the backfill when
 * nothing is left. Used once, by one thread.
 */
final class Slice {

	private final Shift shift;

	private final Claims claims;

	private final Retries retries;

	Slice(Shift shift) {
		this.shift = shift;
		this.claims = new Claims(shift.workshop().sessions());
		this.retries = new Retries(shift);
	}

	/**
	 * Works until the time is over, there is nothing left to do, or it must stop.
	 */
	Next run(int number) {
		while (!this.shift.over()) {
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
		Job job = this.shift.job();
		Claims.Claimed claimed = this.claims.claim(job, number, this.shift.workshop().worker());
		Claim claim = claimed.claim();
		if (claim == null) {
			return (claimed.state() == BackfillState.WAITING) ? Next.LATER : Next.NEVER;
		}
		try {
			Target target = target(claimed.keyColumns());
			if (claimed.started()) {
				this.shift.workshop().announcer().started(job, target);
			}
			return work(claim, new KeysetBatches(this.shift.workshop().sessions(), job.backfill(), target));
		}
		catch (BackfillDefinitionException | HopelessException ex) {
			return fail(claim, String.valueOf(ex.getMessage()));
		}
	}

	private Target target(String keyColumns) {
		Sessions sessions = this.shift.workshop().sessions();
		Target target = sessions.inTransaction(Limits.CHECK,
				() -> new DefinitionCheck(sessions).check(this.shift.job().backfill()));
		if (!target.key().signature().equals(keyColumns)) {
			throw new BackfillDefinitionException(this.shift.job().name(),
					"the key of " + target.table() + " has changed since it began");
		}
		return target;
	}

	private Next work(Claim first, KeysetBatches keyset) {
		RangeWork work = new RangeWork(this.shift, keyset, this.retries);
		Claim claim = work.run(first);
		if (!claim.done() || !work.retryAside(claim)) {
			return Next.AT_ONCE;
		}
		return finish(claim, keyset);
	}

	private Next finish(Claim claim, KeysetBatches keyset) {
		Workshop workshop = this.shift.workshop();
		boolean verify = workshop.settings().verify() && this.shift.job().backfill().where() != null;
		if (verify && !new Verification(this.shift, keyset).count(claim)) {
			return Next.AT_ONCE;
		}
		if (this.claims.finish(claim, verify)) {
			workshop.announcer().finished(this.shift.job(), this.claims.run(claim.backfill()));
		}
		return Next.NEVER;
	}

	private Next fail(Claim claim, String error) {
		this.claims.fail(claim, error);
		this.shift.workshop().announcer().failed(this.shift.job(), error);
		return Next.NEVER;
	}

}
