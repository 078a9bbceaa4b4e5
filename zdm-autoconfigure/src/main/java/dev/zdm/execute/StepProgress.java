package dev.zdm.execute;

import java.util.List;

/**
 * How a step stands that may take long.
 *
 * @param text how far it is, as PostgreSQL reports it, such as
 * {@code building index: scanning table, 1200 of 5000 blocks}; empty when it reports
 * nothing
 * @param awaited the transactions that it waits for, or will have to wait for; none of
 * them has to end for others to go on
 * @param behind how many sessions wait for the step
 */
public record StepProgress(String text, List<Blocker> awaited, int behind) {

	/**
	 * Creates a progress that shares nothing with the caller's list.
	 */
	public StepProgress {
		awaited = List.copyOf(awaited);
	}

}
