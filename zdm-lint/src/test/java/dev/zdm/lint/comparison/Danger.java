package dev.zdm.lint.comparison;

/**
 * Whether a migration is dangerous while others use its tables, judged by what the server
 * did.
 */
enum Danger {

	NONE("none"),
	/** The server refuses the script on tables that have rows. */
	FAILS("fails"),
	/** A rewrite, a scan, a build or a change of rows under a lock that blocks writes. */
	WORK("work under a lock"),
	/** A lock that blocks writes although there is a form of the statement without it. */
	LOCK("needless lock"),
	/** Code that is running, or data that is needed. */
	BREAKS("breaks others");

	private final String label;

	Danger(String label) {
		this.label = label;
	}

	static Danger of(Sample sample, Effect effect) {
		if (effect.isRejected()) {
			return FAILS;
		}
		if (effect.works()) {
			return WORK;
		}
		if (sample.instead() != null && effect.blocksWrites()) {
			return LOCK;
		}
		return (sample.breaks() != null) ? BREAKS : NONE;
	}

	boolean isReal() {
		return this != NONE;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
