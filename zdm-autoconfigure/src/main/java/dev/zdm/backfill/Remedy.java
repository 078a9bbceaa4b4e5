package dev.zdm.backfill;

/**
 * What to do after a batch has failed.
 */
enum Remedy {

	/** Others were in the way: the same again, or less, after a pause. */
	WAIT,

	/** Others hold rows: what they do not hold, at once. */
	SPARE,

	/** A row cannot be changed: fewer rows, at once. */
	HALVE,

	/** The next row is the one that cannot be changed, or not now. */
	PUT_ASIDE,

	/** It will not get better by itself. */
	GIVE_UP

}
