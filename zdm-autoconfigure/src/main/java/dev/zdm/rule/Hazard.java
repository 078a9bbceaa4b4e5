package dev.zdm.rule;

/**
 * What makes a statement dangerous while others use its tables.
 */
public enum Hazard {

	/** Nothing: the finding is for the reader. */
	NONE,
	/** Every row is written again under a lock that blocks others. */
	REWRITE,
	/** Every row is read under a lock that blocks others. */
	SCAN,
	/** An index is built under a lock that blocks others. */
	BUILD,
	/** A strong lock is taken although there is a way without it. */
	LOCK,
	/**
	 * Very many rows are written in one transaction: they are locked, and their old
	 * versions kept, until it ends.
	 */
	MANY_ROWS,
	/** Code that is running now fails as soon as the statement is committed. */
	BREAKS_CODE,
	/** What the statement does is not known. */
	UNKNOWN

}
