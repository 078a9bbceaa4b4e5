package dev.zdm.execute;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a lock is taken: with next to no waiting at first, then for longer and longer, with
 * pauses between.
 *
 * @param downtime the longest that one attempt may wait, and so make others wait
 * @param steps how many steps lead up to it, each twice as long as the one before
 * @param delay the pause after the first failed attempt; later ones are longer
 * @param giveUpAfter how long to try in all
 */
public record LadderSettings(Duration downtime, int steps, Duration delay, Duration giveUpAfter) {

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/**
	 * Creates settings.
	 * @throws IllegalArgumentException if a duration is shorter than a millisecond or
	 * there are fewer than one or more than 20 steps
	 */
	public LadderSettings {
		requirePositive("downtime", downtime);
		requirePositive("downtime-delay", delay);
		requirePositive("give-up-after", giveUpAfter);
		if (steps < 1 || steps > 20) {
			throw new IllegalArgumentException("zdm.lock.downtime-steps must be from 1 to 20, not " + steps);
		}
	}

	/**
	 * The settings that hold when nothing is configured.
	 * @return up to 1 s in 7 steps, 75 ms pause, 10 minutes in all
	 */
	public static LadderSettings defaults() {
		return new LadderSettings(Duration.ofSeconds(1), 7, Duration.ofMillis(75), Duration.ofMinutes(10));
	}

	/**
	 * How long an attempt may wait for its lock.
	 * @param attempt the number of the attempt, from 0
	 * @return a millisecond for the first, which is as good as not waiting; then up to
	 * the downtime
	 */
	Duration allowed(int attempt) {
		if (attempt == 0) {
			return Duration.ofMillis(1);
		}
		int belowTop = Math.max(0, this.steps - attempt);
		return Duration.ofMillis(Math.max(1, this.downtime.toMillis() >> belowTop));
	}

	/**
	 * How long to pause after an attempt, with jitter so that two who collide do not
	 * collide again.
	 */
	Duration pause(int attempt) {
		double growth = Math.pow(1.5, Math.min(attempt, 30));
		double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
		double millis = Math.min(this.delay.toMillis() * growth, LONGEST_PAUSE.toMillis()) * jitter;
		return Duration.ofMillis(Math.max(1, (long) millis));
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.toMillis() < 1) {
			throw new IllegalArgumentException("zdm.lock." + name + " must be at least 1ms, not " + duration);
		}
	}

}
