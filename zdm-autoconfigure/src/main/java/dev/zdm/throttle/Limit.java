package dev.zdm.throttle;

/**
 * Where a signal stops backfills, and what happens while it is unknown.
 *
 * @param value the limit, in the signal's unit; above zero
 * @param whenUnknown what happens while it is unknown
 */
record Limit(double value, WhenUnknown whenUnknown) {

	/**
	 * Validates.
	 * @param signal the name of the signal, for the message
	 */
	static Limit of(String signal, double value, WhenUnknown whenUnknown) {
		if (!(value > 0)) {
			throw new IllegalArgumentException(
					"The limit of %1$s must be above zero: set zdm.throttle.%1$s.limit, or ".formatted(signal)
							+ "leave it out to switch the signal off");
		}
		return new Limit(value, whenUnknown);
	}

	Reading reading(double figure, String unit, String subject) {
		return Reading.of(figure, this.value, unit, subject);
	}

}
