package dev.zdm.test;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what PostgreSQL does not announce, by asking again every few milliseconds.
 */
final class Patience {

	private static final Duration PAUSE = Duration.ofMillis(10);

	private Patience() {
	}

	/**
	 * Waits until the condition holds.
	 * @param timeout how long to wait at most; the condition is asked at least once
	 * @param condition what to wait for
	 * @return whether it holds; false after the time is over or when the thread was
	 * interrupted, which stays so
	 */
	static boolean until(Duration timeout, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > timeout.toNanos() || !pause()) {
				return false;
			}
		}
		return true;
	}

	private static boolean pause() {
		try {
			Thread.sleep(PAUSE.toMillis());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
