package dev.zdm.backfill;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells workers to stop, and lets them wait in a way that ends at once when it is raised.
 */
final class StopSign {

	private final CountDownLatch raised = new CountDownLatch(1);

	void raise() {
		this.raised.countDown();
	}

	/**
	 * An interrupted thread counts as told to stop.
	 */
	boolean isRaised() {
		return this.raised.getCount() == 0 || Thread.currentThread().isInterrupted();
	}

	/**
	 * Waits, at most until the sign is raised.
	 */
	void await(Duration time) {
		try {
			this.raised.await(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
