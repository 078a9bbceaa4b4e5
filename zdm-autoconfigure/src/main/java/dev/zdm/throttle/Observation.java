package dev.zdm.throttle;

/**
 * The last reading of a signal.
 *
 * @param signal the name of the signal
 * @param whenUnknown what happens while it is unknown
 * @param reading what it says
 */
record Observation(String signal, WhenUnknown whenUnknown, Reading reading) {

	boolean counts() {
		return this.whenUnknown == WhenUnknown.STOP || this.reading.use() != Double.POSITIVE_INFINITY;
	}

	double use() {
		return this.reading.use();
	}

	String describe() {
		return this.reading.describe();
	}

}
