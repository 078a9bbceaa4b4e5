package dev.zdm.throttle;

import java.time.Duration;

/**
 * One health figure with a limit. Applications add their own as beans. It is read by one
 * background thread, never by several at once.
 */
public interface Signal {

	/**
	 * What it is called in reasons and metrics.
	 * @return a short name such as {@code replica-lag}
	 */
	String name();

	/**
	 * Reads the figure. It must return within seconds: backfills stop when readings grow
	 * old. What it throws counts as unknown.
	 * @return what it says now
	 * @throws Exception if the figure cannot be read
	 */
	Reading read() throws Exception;

	/**
	 * What happens while it cannot be read.
	 * @return stop unless said otherwise
	 */
	default WhenUnknown whenUnknown() {
		return WhenUnknown.STOP;
	}

	/**
	 * How often it is read.
	 * @return a second unless said otherwise
	 */
	default Duration every() {
		return Duration.ofSeconds(1);
	}

}
