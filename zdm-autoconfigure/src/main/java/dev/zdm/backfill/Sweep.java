package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Does the rows of a range that others held when it was their turn. It waits for none of
 * them: who still holds rows is named, and the worker does something else before it looks
 * again. Used once, by one thread.
 */
final class Sweep {

	private static final int ROWS = 200;

	private final Shift shift;

	private final Brake brake;

	private final Batches batches;

	private final AsideTable aside;

	private final RangeTable ranges;

	private final Holders holders;

	Sweep(Shift shift, KeysetBatches keyset) {
		Workshop workshop = shift.workshop();
		this.shift = shift;
		this.brake = new Brake(shift);
		this.batches = new Batches(workshop.sessions(), keyset, workshop.settings().batchTime());
		this.aside = new AsideTable(workshop.sessions());
		this.ranges = new RangeTable(workshop.sessions());
		this.holders = new Holders(workshop.sessions(), keyset);
	}

	/**
	 * Tries all of them once.
	 * @return whether none is left
	 * @throws FencedException if the range is no longer the claim's
	 * @throws HopelessException if it makes no sense to go on
	 */
	boolean pass(Claim claim) {
		List<List<String>> held = new ArrayList<>();
		List<List<String>> next = this.aside.held(claim, null, ROWS);
		while (!next.isEmpty()) {
			if (this.shift.over() || this.brake.await(claim).stopped()) {
				return false;
			}
			held.addAll(sweep(claim, next));
			next = this.aside.held(claim, last(next), ROWS);
		}
		if (!held.isEmpty()) {
			this.ranges.touch(claim, 0, reason(held), null);
		}
		return held.isEmpty();
	}

	/**
	 * Those that fail together are tried in halves.
	 * @return those that are still held
	 */
	private List<List<String>> sweep(Claim claim, List<List<String>> keys) {
		try {
			Batches.Swept swept = this.batches.sweep(claim, keys);
			this.shift.workshop().announcer().takenBack(this.shift.job(), swept.changed());
			return swept.held();
		}
		catch (DataAccessException | TransactionException | RowFunctionException ex) {
			failed(ex);
			if (this.shift.over()) {
				return keys;
			}
			int half = keys.size() / 2;
			return (half == 0) ? alone(claim, keys.get(0))
					: Stream.of(keys.subList(0, half), keys.subList(half, keys.size()))
						.flatMap((part) -> sweep(claim, part).stream())
						.toList();
		}
	}

	/**
	 * What it needs beside the row may be held, or the role may change rows but not lock
	 * them.
	 */
	private List<List<String>> alone(Claim claim, List<String> key) {
		try {
			this.shift.workshop().announcer().takenBack(this.shift.job(), this.batches.retry(claim, key));
			return List.of();
		}
		catch (DataAccessException | TransactionException | RowFunctionException ex) {
			Failure failure = failed(ex);
			if (failure.kind() == Failure.Kind.OTHER) {
				throw new HopelessException(failure.describe());
			}
			if (failure.kind() == Failure.Kind.ROW || failure.isStatementTimeout()) {
				this.batches.stillAside(claim, key, failure);
				this.shift.workshop().announcer().putAside(this.shift.job(), failure);
				return List.of();
			}
			return List.of(key);
		}
	}

	private Failure failed(RuntimeException exception) {
		Failure failure = Failure.of(exception);
		if (failure.kind() == Failure.Kind.CONNECTION) {
			throw exception;
		}
		this.shift.workshop().announcer().batchFailed(this.shift.job(), failure);
		return failure;
	}

	private String reason(List<List<String>> held) {
		List<String> who = this.holders.of(held);
		return "%d rows are left that others hold%s".formatted(held.size(),
				who.isEmpty() ? "" : ": " + String.join("; ", who));
	}

	private static List<String> last(List<List<String>> keys) {
		return keys.get(keys.size() - 1);
	}

}
