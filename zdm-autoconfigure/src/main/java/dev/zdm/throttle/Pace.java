package dev.zdm.throttle;

/**
 * How fast a backfill may go now, and why.
 *
 * @param duty the share of time that it may work: 1 at full speed, 0 stopped
 * @param signal the name of the signal that slows it down; empty at full speed
 * @param reason why, in a phrase that names the signal; empty at full speed
 */
public record Pace(double duty, String signal, String reason) {

	/**
	 * Nothing slows it down.
	 */
	public static final Pace FULL = new Pace(1, "", "");

	/**
	 * Validates.
	 * @param duty between 0 and 1
	 * @param signal any name, or none
	 * @param reason any phrase, or none
	 * @throws IllegalArgumentException if the duty is anything else
	 */
	public Pace {
		if (!(duty >= 0 && duty <= 1)) {
			throw new IllegalArgumentException("A duty is between 0 and 1, not " + duty);
		}
	}

	/**
	 * Whether it must not work at all.
	 * @return true when stopped
	 */
	public boolean stopped() {
		return this.duty == 0;
	}

	static Pace stopped(String signal, String reason) {
		return new Pace(0, signal, signal + ": " + reason);
	}

}
