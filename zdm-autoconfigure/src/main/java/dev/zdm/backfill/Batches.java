package dev.zdm.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.zdm.throttle.Pace;

/**
 * Runs the batches of one claim: the rows, the cursor, the counters and the check of the
 * epoch in one transaction, so each batch happens exactly once or not at all. Not safe
 * for several threads.
 */
final class Batches {

	private static final Duration SAMPLE_EVERY = Duration.ofSeconds(5);

	/** Not worth a window. */
	static final int FEW = 1000;

	private final KeysetBatches keyset;

	private final Drafts drafts;

	private final RangeTable ranges;

	private final AsideTable aside;

	private final HeldRows held;

	private final SampleTable samples;

	private final Sessions sessions;

	private final Limits limits;

	private long sampledAt = System.nanoTime() - SAMPLE_EVERY.toNanos();

	Batches(Sessions sessions, KeysetBatches keyset, Duration batchTime) {
		this.sessions = sessions;
		this.keyset = keyset;
		this.ranges = new RangeTable(sessions);
		this.aside = new AsideTable(sessions);
		this.samples = new SampleTable(sessions);
		this.limits = limits(batchTime).along(keyset);
		this.drafts = new Drafts(sessions, this.limits, keyset);
		this.held = new HeldRows(sessions, keyset, this.drafts, this.limits);
	}

	/**
	 * Does the next rows of a claim.
	 * @param from where to go on: the claim's position, or that with a window opened
	 * @param size how many of them
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	Batch run(Claim claim, Position from, Size size, Circumstances circumstances) {
		boolean sample = System.nanoTime() - this.sampledAt >= SAMPLE_EVERY.toNanos();
		long start = System.nanoTime();
		if (size.sparing()) {
			this.held.requireTable();
		}
		Batch batch = commit(() -> next(claim, from, size), (draft) -> {
			Chunk chunk = draft.chunk();
			List<List<String>> held = size.sparing() ? this.held.passOver(claim, chunk.portion()) : List.of();
			int changed = draft.write(held);
			Position to = from.after(chunk);
			RangeTable.Advanced advanced = this.ranges.advance(claim,
					new RangeTable.Advance(chunk, to, changed, 0, circumstances.since(start)), this.keyset.oid());
			if (sample || to.isEnd(claim.upper())) {
				this.samples.take(claim.backfill(), claim.number());
			}
			return new Batch(chunk, to, changed, advanced, Duration.ZERO);
		});
		if (sample) {
			this.sampledAt = start;
		}
		return batch.took(Duration.ofNanos(System.nanoTime() - start));
	}

	/**
	 * Finds where a window and its parts end.
	 * @return the position with the window opened, unless only few rows are left; the
	 * journal knows of it with the first batch
	 */
	Position open(Claim claim, NextWindow next) {
		Position position = claim.position();
		List<Window.Part> parts = this.sessions.inTransaction(this.limits,
				() -> parts(position.next(claim.upper()), next));
		long rows = parts.stream().mapToLong(Window.Part::rows).sum();
		if (rows < FEW) {
			return position;
		}
		KeyRange range = new KeyRange(position.cursor(), parts.get(parts.size() - 1).to());
		return position.open(parts,
				this.keyset.key().isDense(range, rows) ? Stripe.firstDense() : Stripe.first(next.stripes()));
	}

	/**
	 * The same claim with what the journal does not say of an open window.
	 */
	Claim resume(Claim claim) {
		Position position = claim.position();
		Window window = position.window();
		if (window == null || !this.keyset.key().isDense(new KeyRange(position.cursor(), window.to()), window.rows())) {
			return claim;
		}
		return claim.at(new Position(position.cursor(), window.counted()));
	}

	private List<Window.Part> parts(Portion portion, NextWindow next) {
		List<Window.Part> parts = new ArrayList<>();
		Portion rest = portion;
		boolean last = false;
		while (parts.size() < next.parts() && !last) {
			Chunk chunk = this.keyset.first(rest, (int) (next.rows() / next.parts()));
			List<String> to = chunk.portion().range().to();
			parts.add(new Window.Part(to, chunk.rows()));
			rest = rest.with(new KeyRange(to, portion.range().to()));
			last = chunk.last();
		}
		return parts;
	}

	/**
	 * Commits what a draft does, and is told of it, together; as often as it takes until
	 * no row was changed by others in between.
	 */
	private <T> T commit(Supplier<Chunk> next, Function<Draft, T> work) {
		Draft draft = this.drafts.of(next);
		while (true) {
			Draft current = draft;
			try {
				return this.sessions.inTransaction(this.limits, () -> work.apply(current));
			}
			catch (StaleRowsException ex) {
				draft = current.again();
			}
		}
	}

	/**
	 * A whole part of a stripe needs no search for its end, and may be a fourth larger
	 * for that; twice as large where rows need not move.
	 */
	private Chunk next(Claim claim, Position from, Size size) {
		Portion portion = from.next(claim.upper());
		Window window = from.window();
		if (window == null || !size.normal()) {
			return this.keyset.first(portion, size.rows());
		}
		long most = window.stripe().isFirst() ? size.rows() + size.rows() / 4 : size.rows() * 2L;
		return window.nextPart(from.cursor())
			.filter((part) -> part.rows() <= most)
			.orElseGet(() -> this.keyset.first(portion, size.rows()));
	}

	/**
	 * Passes the next row of a claim and notes why.
	 * @param from where to go on: the claim's position, or that with a window opened
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	Passed putAside(Claim claim, Position from, Failure failure, Circumstances circumstances) {
		long start = System.nanoTime();
		if (failure.isLockTimeout()) {
			this.held.requireTable();
		}
		return this.sessions.inTransaction(this.limits, () -> {
			Chunk chunk = this.keyset.first(from.next(claim.upper()), 1);
			int rows = (int) chunk.rows();
			Position to = from.after(chunk);
			if (failure.isLockTimeout()) {
				this.held.requireRoom(claim, rows);
			}
			RangeTable.Advanced advanced = this.ranges.advance(claim, new RangeTable.Advance(chunk, to, 0,
					failure.isLockTimeout() ? 0 : rows, circumstances.since(start)), this.keyset.oid());
			if (rows > 0) {
				this.aside.put(claim, List.of(chunk.portion().range().to()), failure);
			}
			return new Passed(chunk, to, advanced.asideInARow(), this.aside.count(claim.backfill()));
		});
	}

	/**
	 * Tries a row that was put aside once more.
	 * @return how many rows were changed: none when it is gone, or needs no change now
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	int retry(Claim claim, List<String> key) {
		return commit(() -> new Chunk(Portion.at(key), 1, true), (draft) -> {
			int changed = draft.write(List.of());
			this.aside.takeBack(claim, List.of(key));
			this.ranges.credit(claim, changed);
			return changed;
		});
	}

	/**
	 * Does rows that others held when it was their turn, but for those that they still
	 * hold.
	 * @param keys at least one
	 * @throws FencedException if the range is no longer the claim's; nothing was changed
	 */
	Swept sweep(Claim claim, List<List<String>> keys) {
		return commit(() -> new Chunk(Portion.only(keys), keys.size(), true), (draft) -> {
			List<List<String>> held = this.keyset.lockFree(draft.chunk().portion());
			int changed = draft.write(held);
			this.aside.takeBack(claim, keys.stream().filter(Predicate.not(Set.copyOf(held)::contains)).toList());
			this.ranges.credit(claim, changed);
			return new Swept(changed, held);
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
	static Limits limits(Duration batchTime) {
		long statement = Math.max(2000, batchTime.toMillis() * 20);
		return new Limits(Duration.ofMillis(Math.max(100, batchTime.toMillis())), Duration.ofMillis(statement));
	}

	/**
	 * How large a batch is to be.
	 *
	 * @param rows how many rows
	 * @param sparing whether it passes over those that others hold
	 * @param normal whether it may have more rows where that saves a search
	 */
	record Size(int rows, boolean sparing, boolean normal) {

	}

	/**
	 * What became of rows that others had held.
	 *
	 * @param changed how many were changed
	 * @param held those that they still hold
	 */
	record Swept(int changed, List<List<String>> held) {

	}

	/**
	 * A batch that was committed.
	 *
	 * @param chunk the rows it looked at
	 * @param position where the range is after it
	 * @param changed how many of the rows it changed
	 * @param advanced what the server said of it
	 * @param time how long its transaction took
	 */
	record Batch(Chunk chunk, Position position, int changed, RangeTable.Advanced advanced, Duration time) {

		private Batch took(Duration duration) {
			return new Batch(this.chunk, this.position, this.changed, this.advanced, duration);
		}

	}

	/**
	 * A row that was put aside.
	 *
	 * @param chunk where it is
	 * @param position where the range is after it
	 * @param inARow how many were put aside since a row was last changed
	 * @param inAll how many rows of the backfill are put aside
	 */
	record Passed(Chunk chunk, Position position, int inARow, long inAll) {
	}

	/**
	 * What the journal is told beside the rows.
	 *
	 * @param stride how the range is walked along
	 * @param worked how long the worker has worked since the batch before
	 * @param pace the pace it goes at
	 */
	record Circumstances(Stride stride, Duration worked, Pace pace) {

		private Circumstances since(long start) {
			return new Circumstances(this.stride, this.worked.plusNanos(System.nanoTime() - start), this.pace);
		}

	}

}
