package dev.zdm.backfill;

import java.util.List;

/**
 * What is to be done with the rows of a batch. What can be done beforehand, outside of a
 * transaction and without a lock, is done when there is a draft. Used by one thread.
 */
sealed interface Draft permits StatementDraft, ComputedDraft {

	/**
	 * Which rows; asked for in the batch's transaction.
	 */
	Chunk chunk();

	/**
	 * Does it, in the batch's transaction.
	 * @param except the positions of rows to leave alone
	 * @return how many rows were changed, deleted or inserted
	 * @throws StaleRowsException if others have changed rows since they were read
	 */
	int write(List<List<String>> except);

	/**
	 * Does it and tells how, as the JSON of {@code explain analyze}.
	 */
	String analyze();

	/**
	 * A draft for the same rows after others have changed some of them; made outside of a
	 * transaction.
	 */
	Draft again();

}
