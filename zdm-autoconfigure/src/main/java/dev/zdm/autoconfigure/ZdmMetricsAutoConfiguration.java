package dev.zdm.autoconfigure;

import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.metrics.MigrationMetrics;
import dev.zdm.throttle.Throttle;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Counts and times statements, locks and backfills.
 */
@AutoConfiguration(after = ZdmBackfillAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(Events.class)
public final class ZdmMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationMetrics zdmMigrationMetrics(ObjectProvider<Backfills> backfills, ObjectProvider<Throttle> throttle) {
		return new MigrationMetrics(backfills::getIfAvailable, throttle::getIfAvailable);
	}

}
