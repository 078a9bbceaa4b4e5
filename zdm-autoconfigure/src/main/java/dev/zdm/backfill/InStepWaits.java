package dev.zdm.backfill;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.zdm.execute.Blocker;
import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.LadderListener;

/**
 * Says in words whom a trigger waits for.
 *
 * @param reasons is told
 */
record InStepWaits(Consumer<String> reasons) implements LadderListener {

	@Override
	public void attempted(boolean acquired, Duration allowed) {
	}

	@Override
	public void blocked(List<Blocker> blockers, int waiting) {
		this.reasons.accept("waits for the lock of its trigger, beside the queue; in the way: "
				+ String.join("; ", blockers.stream().map(Blocker::toString).toList()));
	}

	@Override
	public void removed(Blocker blocker, BlockerPolicy.Action action) {
	}

	@Override
	public void waited(Duration duration) {
	}

}
