package dev.zdm.autoconfigure;

import java.time.Duration;

import dev.zdm.backfill.BackfillSettings;

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
 */
@ConfigurationProperties("zdm.backfill")
public record BackfillProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1") int workers,
		@DefaultValue("150ms") Duration batchTime, @DefaultValue BatchRows batchRows,
		@DefaultValue("true") boolean verify, @DefaultValue("true") boolean stripes) {

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

}
