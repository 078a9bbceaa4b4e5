package dev.zdm.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.zdm.event.BackfillEvent;
import dev.zdm.event.Event;
import dev.zdm.event.EventListener;

/**
 * Listens when a backfill starts, how long its batches take, and when it ends.
 */
final class BatchTimes implements EventListener {

	private final List<Batch> batches = new ArrayList<>();

	private final CompletableFuture<Long> started = new CompletableFuture<>();

	private final CompletableFuture<Long> ended = new CompletableFuture<>();

	@Override
	public synchronized void on(Event event) {
		long now = System.nanoTime();
		if (event instanceof BackfillEvent.BatchCommitted batch) {
			this.batches.add(new Batch(now, batch.rows(), batch.nanos()));
		}
		else if (event instanceof BackfillEvent.StateChanged change) {
			switch (change.state()) {
				case "running" -> this.started.complete(now);
				case "done" -> this.ended.complete(now);
				case "failed" -> fail(new IllegalStateException(change.reason()));
				default -> {
				}
			}
		}
	}

	/**
	 * Waits until it is done.
	 * @throws java.util.concurrent.CompletionException if it fails
	 */
	void awaitEnd() {
		this.ended.join();
	}

	/**
	 * Waits until it begins.
	 * @throws java.util.concurrent.CompletionException if it fails
	 */
	void awaitStart() {
		this.started.join();
	}

	/**
	 * Waits until it is done, but not for ever.
	 * @return whether it is
	 * @throws java.util.concurrent.CompletionException if it fails
	 */
	boolean awaitEnd(Duration timeout) {
		return this.ended.thenApply((at) -> true)
			.completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
			.join();
	}

	/** From the start to the last batch. */
	synchronized double seconds() {
		return (lastBatch() - this.started.join()) / 1e9;
	}

	/** From the start to the last batch. */
	synchronized double rowsPerSecond() {
		return rows() / seconds();
	}

	/** How long the transactions took. */
	synchronized Latencies transactions() {
		return new Latencies(this.batches.stream().mapToLong(Batch::nanos).toArray());
	}

	/**
	 * How long each tenth of the rows took, from the beginning of the first batch.
	 * @return ten figures, in seconds
	 */
	synchronized double[] tenths() {
		double rows = rows();
		double[] tenths = new double[10];
		Batch first = this.batches.get(0);
		long begun = first.at() - first.nanos();
		long done = 0;
		int tenth = 0;
		for (Batch batch : this.batches) {
			done += batch.rows();
			while (tenth < tenths.length && done >= rows * (tenth + 1) / tenths.length) {
				tenths[tenth++] = (batch.at() - begun) / 1e9;
				begun = batch.at();
			}
		}
		return tenths;
	}

	private long rows() {
		return this.batches.stream().mapToLong(Batch::rows).sum();
	}

	private void fail(Exception exception) {
		this.started.completeExceptionally(exception);
		this.ended.completeExceptionally(exception);
	}

	private long lastBatch() {
		return this.batches.get(this.batches.size() - 1).at();
	}

	/**
	 * A batch that was committed.
	 *
	 * @param at when, by {@link System#nanoTime()}
	 * @param rows how many rows it changed
	 * @param nanos how long it took
	 */
	private record Batch(long at, long rows, long nanos) {
	}

}
