package dev.zdm.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last answer to a question that may take long or fail. Whoever wants to know it
 * waits half a second at most; one thread asks at a time, and again only when the answer
 * is a few seconds old. Safe for use by several threads.
 *
 * @param <T> the answer
 */
final class Answer<T> {

	private static final Logger logger = LoggerFactory.getLogger(Answer.class);

	private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

	private static final long PATIENCE_NANOS = Duration.ofMillis(500).toNanos();

	private final String thread;

	private final Supplier<T> question;

	private @Nullable Asked<T> last;

	Answer(String thread, Supplier<T> question) {
		this.thread = thread;
		this.question = question;
	}

	/**
	 * The answer.
	 * @return null if there is none, or none yet
	 */
	@Nullable T get() {
		Asked<T> asked = asked();
		try {
			long patience = PATIENCE_NANOS - (System.nanoTime() - asked.at());
			return asked.answer().get(Math.max(0, patience), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	private synchronized Asked<T> asked() {
		Asked<T> current = this.last;
		if (current == null || current.isOld()) {
			current = ask();
			this.last = current;
		}
		return current;
	}

	private Asked<T> ask() {
		CompletableFuture<T> answer = CompletableFuture.supplyAsync(this.question, this::start);
		answer.whenComplete((value, failure) -> {
			if (failure != null) {
				logger.debug("Some meters have no value now", failure);
			}
		});
		return new Asked<>(answer, System.nanoTime());
	}

	private void start(Runnable work) {
		Thread asking = new Thread(work, this.thread);
		asking.setDaemon(true);
		asking.start();
	}

	/**
	 * A question that was asked, and when.
	 */
	private record Asked<T>(CompletableFuture<T> answer, long at) {

		boolean isOld() {
			return this.answer.isDone() && System.nanoTime() - this.at > FRESH_NANOS;
		}

	}

}
