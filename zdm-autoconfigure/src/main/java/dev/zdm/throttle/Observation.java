package dev.zdm.throttle;

/**
 * The last reading of a signal.
 *
 * @param signal the name of the signal
 * @param whenUnknown what happens while it is unknown
 * @param reading what it says
 */
record Observation(String signal, WhenUnknown whenUnknown, Reading reading) {

	/**
	 * Whether its use says how fast to go; an unknown one that stops does, too.
	 */
	boolean counts() {
		return this.whenUnknown == WhenUnknown.STOP || known();
	}

	/**
	 * Whether it keeps the pace from rising because it is unknown.
	 */
	boolean holds() {
		return this.whenUnknown == WhenUnknown.HOLD && !known();
	}

	double use() {
		return this.reading.use();
	}

	String describe() {
		return this.reading.describe();
	}

	private boolean known() {
		return this.reading.use() != Double.POSITIVE_INFINITY;
	}

}
