package dev.zdm.backfill;

import java.util.Optional;
import java.util.OptionalLong;

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
			catch (DataAccessException | TransactionException | RowFunctionException ex) {
				this.retries.afterLostConnection(Failure.of(ex));
			}
		}
		return this.shift.rests() ? Next.IN_ITS_HOURS : Next.AT_ONCE;
	}

	private Next claimAndWork(int number) {
		Job job = this.shift.job();
		Claims.Claimed claimed = this.claims.claim(job, number, this.shift.workshop().worker());
		Claim claim = claimed.claim();
		if (claim == null) {
			return (claimed.state() == BackfillState.WAITING) ? Next.LATER : Next.NEVER;
		}
		try {
			new InStepCatalog(this.shift.workshop().sessions()).requireNotLost(job);
			Optional<Target> target = target(claim, claimed.keyColumns());
			if (claimed.started()) {
				this.shift.workshop().announcer().started(job, claimed.table());
			}
			return target.isPresent() ? work(claim, target.get()) : finish(claim);
		}
		catch (RowMisuseException ex) {
			return fail(claim, String.valueOf(ex.getMessage()));
		}
		catch (BackfillDefinitionException | HopelessException ex) {
			return isGone(claim) ? finish(claim) : fail(claim, String.valueOf(ex.getMessage()));
		}
	}

	private Next work(Claim claim, Target target) {
		Workshop workshop = this.shift.workshop();
		workshop.throttle().enter(target.table());
		try {
			return work(claim, new KeysetBatches(workshop.sessions(), this.shift.job().backfill(), target));
		}
		finally {
			workshop.throttle().leave(target.table());
		}
	}

	/**
	 * The table whose rows the range holds.
	 * @return empty if that is a partition which is gone
	 */
	private Optional<Target> target(Claim claim, String keyColumns) {
		Sessions sessions = this.shift.workshop().sessions();
		String known = (claim.keyColumns() != null) ? claim.keyColumns() : keyColumns;
		Optional<Target> target = sessions.inTransaction(Limits.CHECK,
				() -> new DefinitionCheck(sessions).find(this.shift.job().backfill(), claim.partition(), known));
		target.filter((found) -> !found.key().signature().equals(known)).ifPresent((found) -> {
			throw new BackfillDefinitionException(this.shift.job().name(),
					"the key of " + found.table() + " has changed since it began");
		});
		return target;
	}

	/**
	 * Whether the range's rows were dropped with their partition.
	 */
	private boolean isGone(Claim claim) {
		return claim.partition() != null && this.shift.workshop()
			.sessions()
			.jdbc()
			.sql("select to_regclass(?) is null")
			.param(claim.partition())
			.query(Boolean.class)
			.single();
	}

	private Next work(Claim first, KeysetBatches keyset) {
		preflight(first, keyset);
		RangeWork work = new RangeWork(this.shift, keyset, this.retries);
		Claim claim = work.run(first);
		if (!claim.done() || !work.retryAside(claim)) {
			return Next.AT_ONCE;
		}
		if (!new Sweep(this.shift, keyset).pass(claim)) {
			return this.shift.over() ? Next.AT_ONCE : Next.LATER;
		}
		if (keyset.key().isPlaces()) {
			return endPass(claim, keyset);
		}
		boolean verify = this.shift.workshop().settings().verify() && keyset.tellsLeft();
		if (verify && !new Verification(this.shift, keyset).count(claim)) {
			return Next.AT_ONCE;
		}
		return finish(claim);
	}

	/**
	 * Ends a pass over a table without a key, or begins another one, whether the end is
	 * to be verified or not: see {@link Pages}.
	 */
	private Next endPass(Claim claim, KeysetBatches keyset) {
		Passes passes = new Passes(this.shift.workshop().sessions());
		if (passes.endBeforeOthers(claim)) {
			return Next.NEVER;
		}
		OptionalLong left = new PageProof(this.shift, keyset).left(claim, passes.aside(claim));
		if (left.isEmpty()) {
			return Next.AT_ONCE;
		}
		return passes.goOn(claim, left.getAsLong()) ? Next.NEVER : finish(claim);
	}

	/**
	 * Measures one batch before the first real one. A batch that fails is the business of
	 * the real ones.
	 */
	private void preflight(Claim claim, KeysetBatches keyset) {
		Workshop workshop = this.shift.workshop();
		PreflightTable table = new PreflightTable(workshop.sessions());
		if (claim.done() || workshop.throttle().pace().stopped() || table.has(claim.backfill())) {
			return;
		}
		try {
			Backfill backfill = this.shift.job().backfill();
			table.insert(claim.backfill(), new Preflight(workshop.sessions(), keyset, backfill, workshop.settings())
				.measure(claim.position().next(claim.upper())));
		}
		catch (DataAccessException | RowFunctionException ex) {
			Failure failure = Failure.of(ex);
			if (failure.kind() == Failure.Kind.CONNECTION) {
				throw ex;
			}
			workshop.announcer().notMeasured(this.shift.job(), failure);
		}
	}

	private Next finish(Claim claim) {
		if (this.claims.finish(claim)) {
			this.shift.workshop().announcer().finished(this.shift.job(), this.claims.run(claim.backfill()));
		}
		return Next.NEVER;
	}

	private Next fail(Claim claim, String error) {
		this.claims.fail(claim, error);
		this.shift.workshop().announcer().failed(this.shift.job(), error);
		return Next.NEVER;
	}

}
