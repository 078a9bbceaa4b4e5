package dev.zdm.sample;

import java.time.Duration;

import org.springframework.stereotype.Component;

/**
 * Counts what customers asked for and keeps the longest that one of them waited.
 * Thread-safe.
 */
@Component
class QueryTimes {

	private long made;

	private long failed;

	private String slowest = "none";

	private Duration longest = Duration.ZERO;

	synchronized void made(String query, Duration took) {
		this.made++;
		if (took.compareTo(this.longest) > 0) {
			this.longest = took;
			this.slowest = query;
		}
	}

	synchronized void failed() {
		this.failed++;
	}

	synchronized Summary summary() {
		return new Summary(this.made, this.failed, this.slowest, this.longest.toMillis());
	}

	/**
	 * What customers saw so far.
	 *
	 * @param made how many queries were answered
	 * @param failed how many queries ended in an error
	 * @param slowest what the slowest query was for
	 * @param slowestMillis how long the slowest query took
	 */
	record Summary(long made, long failed, String slowest, long slowestMillis) {
	}

}
