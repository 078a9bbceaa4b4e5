package dev.zdm.execute;

import dev.zdm.plan.Step;

/**
 * Hears how a plan is being run.
 */
public interface PlanListener extends LadderListener {

	/**
	 * A step begins.
	 * @param position the step's place in the plan, from 0
	 * @param step the step
	 */
	void started(int position, Step step);

	/**
	 * A step that may take long is about to begin or was looked at. Also called by
	 * another thread than the step's.
	 * @param position the step's place in the plan, from 0
	 * @param progress how it stands
	 */
	void progressed(int position, StepProgress progress);

	/**
	 * A step is at its end, and the catalog shows its effect.
	 * @param position the step's place in the plan, from 0
	 * @param alreadyDone whether there was nothing left to do
	 */
	void finished(int position, boolean alreadyDone);

}
