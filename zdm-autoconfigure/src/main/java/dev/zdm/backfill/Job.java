package dev.zdm.backfill;

/**
 * A backfill that this instance declares, and its row in the journal.
 *
 * @param id the row's id
 * @param backfill the definition
 */
record Job(long id, Backfill backfill) {

	static final String TASK_PREFIX = "zdm-backfill:";

	String name() {
		return this.backfill.name();
	}

	/**
	 * The name of its tasks. It contains the fingerprint, so that only instances with the
	 * same definition work on it.
	 */
	String taskName() {
		return TASK_PREFIX + name() + ':' + this.backfill.fingerprint();
	}

}
