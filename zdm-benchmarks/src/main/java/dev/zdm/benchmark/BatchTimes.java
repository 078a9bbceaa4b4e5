package dev.zdm.benchmark;

import dev.zdm.event.BackfillEvent;
import dev.zdm.event.Event;
import dev.zdm.event.EventListener;

/**
 * Listens when a backfill starts, how long its batches take, and when it ends.
 */
final class BatchTimes implements EventListener {

	private long started;

	private long lastBatch;

	private long ended;

	private long worst;

	@Override
	public synchronized void on(Event event) {
		if (event instanceof BackfillEvent.BatchCommitted batch) {
			this.lastBatch = System.nanoTime();
			this.worst = Math.max(this.worst, batch.nanos());
		}
		else if (event instanceof BackfillEvent.StateChanged change) {
			long now = System.nanoTime();
			this.started = change.state().equals("running") ? now : this.started;
			this.ended = change.state().equals("done") ? now : this.ended;
		}
	}

	synchronized double seconds() {
		return (this.lastBatch - this.started) / 1e9;
	}

	synchronized double verifySeconds() {
		return (this.ended - this.lastBatch) / 1e9;
	}

	synchronized double worstMillis() {
		return this.worst / 1e6;
	}

}
