package dev.zdm.autoconfigure;

import java.time.Duration;

import dev.zdm.execute.LadderSettings;

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
 */
@ConfigurationProperties("zdm.lock")
public record LockProperties(@DefaultValue("1s") Duration downtime, @DefaultValue("7") int downtimeSteps,
		@DefaultValue("75ms") Duration downtimeDelay, @DefaultValue("10m") Duration giveUpAfter) {

	LadderSettings toSettings() {
		return new LadderSettings(this.downtime, this.downtimeSteps, this.downtimeDelay, this.giveUpAfter);
	}

}
