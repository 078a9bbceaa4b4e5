package dev.zdm.autoconfigure;

import java.time.Duration;

import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.BlockerPolicy.Action;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the lock ladder.
 *
 * @param downtime Longest that one attempt to get a lock may wait, and so make others
 * wait.
 * @param downtimeSteps Number of steps that lead up to the downtime.
 * @param downtimeDelay Pause after the first failed attempt; later ones are longer.
 * @param giveUpAfter How long to try in all.
 * @param blockers What to do with sessions that stay in the way.
 * @param blockersAfter How long a transaction must have been in the way before its
 * session is canceled or terminated.
 */
@ConfigurationProperties("zdm.lock")
public record LockProperties(@DefaultValue("1s") Duration downtime, @DefaultValue("7") int downtimeSteps,
		@DefaultValue("75ms") Duration downtimeDelay, @DefaultValue("10m") Duration giveUpAfter,
		@DefaultValue("report") Action blockers, @DefaultValue("1m") Duration blockersAfter) {

	BlockerPolicy toBlockerPolicy() {
		return new BlockerPolicy(this.blockers, this.blockersAfter);
	}

	PlanExecutor toExecutor() {
		return new PlanExecutor(new LockLadder(toSettings(), toBlockerPolicy()));
	}

	LadderSettings toSettings() {
		return new LadderSettings(this.downtime, this.downtimeSteps, this.downtimeDelay, this.giveUpAfter);
	}

}
