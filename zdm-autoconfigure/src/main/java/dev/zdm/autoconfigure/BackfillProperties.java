package dev.zdm.autoconfigure;

import java.time.Duration;

import dev.zdm.backfill.BackfillSettings;
import dev.zdm.guard.RequirementSettings;
import dev.zdm.guard.RequirementSettings.Unfinished;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of how backfills are worked on.
 *
 * @param enabled Whether this instance works on backfills.
 * @param workers Number of workers in this instance.
 * @param batchTime How long the transaction of a batch should take.
 * @param batchRows Bounds for the number of rows in a batch.
 * @param verify Whether to count afterwards that no row was left.
 * @param stripes Whether to work in stripes where that saves work.
 * @param requires What to do about backfills that a migration requires and that are not
 * done.
 */
@ConfigurationProperties("zdm.backfill")
public record BackfillProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1") int workers,
		@DefaultValue("150ms") Duration batchTime, @DefaultValue BatchRows batchRows,
		@DefaultValue("true") boolean verify, @DefaultValue("true") boolean stripes, @DefaultValue Requires requires) {

	BackfillSettings toSettings() {
		return new BackfillSettings(this.workers, this.batchTime, this.batchRows.min(), this.batchRows.max(),
				this.verify, this.stripes, BackfillSettings.DEFAULTS.heartbeat());
	}

	/**
	 * Bounds for the number of rows in a batch.
	 *
	 * @param min Fewest rows in a batch.
	 * @param max Most rows in a batch.
	 */
	public record BatchRows(@DefaultValue("50") int min, @DefaultValue("50000") int max) {
	}

	/**
	 * What to do about backfills that a migration requires and that are not done.
	 *
	 * @param unfinished What to do if much is left.
	 * @param runRows Number of rows left up to which it is run while the migration waits.
	 */
	public record Requires(@DefaultValue("refuse") Unfinished unfinished, @DefaultValue("10000") long runRows) {

		RequirementSettings toSettings() {
			return new RequirementSettings(this.unfinished, this.runRows);
		}

	}

}
