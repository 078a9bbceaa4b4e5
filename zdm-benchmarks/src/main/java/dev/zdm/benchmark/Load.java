package dev.zdm.benchmark;

import java.util.List;

/**
 * What clients do.
 *
 * @param statements their statements, each with a key as its only parameter, chosen at
 * random
 * @param keys the keys are 1 up to this, exclusive
 * @param clients how many clients there are
 * @param rate how many statements each of them sends in a second; 0 for one after the
 * other
 */
record Load(List<String> statements, long keys, int clients, int rate) {

	/** The time from one statement to the next in nanoseconds. */
	long period() {
		return (this.rate == 0) ? 0 : 1_000_000_000L / this.rate;
	}

}
