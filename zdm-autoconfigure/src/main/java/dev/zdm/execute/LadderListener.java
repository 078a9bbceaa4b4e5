package dev.zdm.execute;

import java.time.Duration;
import java.util.List;

/**
 * Hears how a lock is being taken.
 */
public interface LadderListener {

	/**
	 * An attempt to get the locks is over.
	 * @param acquired whether they were had
	 * @param allowed how long the attempt was allowed to wait
	 */
	void attempted(boolean acquired, Duration allowed);

	/**
	 * Sessions are in the way; nothing is queued for the lock meanwhile.
	 * @param blockers who they are
	 * @param waiting how many sessions wait behind them for a lock on the same relations;
	 * none of them waits for us
	 */
	void blocked(List<Blocker> blockers, int waiting);

	/**
	 * A session that stayed in the way was canceled or terminated. Also called by another
	 * thread than the one that waits.
	 * @param blocker who it was
	 * @param action what was done to it
	 */
	void removed(Blocker blocker, BlockerPolicy.Action action);

	/**
	 * Time was spent without the lock: pauses and failed attempts.
	 * @param duration how long
	 */
	void waited(Duration duration);

}
