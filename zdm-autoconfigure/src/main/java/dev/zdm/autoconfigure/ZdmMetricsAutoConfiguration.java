package dev.zdm.autoconfigure;

import java.util.Objects;

import dev.zdm.autoconfigure.ThrottleProperties.CountLoad;
import dev.zdm.autoconfigure.ThrottleProperties.TimeLoad;
import dev.zdm.backfill.Backfills;
import dev.zdm.event.Events;
import dev.zdm.metrics.HttpLatency;
import dev.zdm.metrics.MigrationMetrics;
import dev.zdm.metrics.PoolWaiters;
import dev.zdm.throttle.Throttle;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Counts and times statements, locks and backfills, and reads the health of the
 * application from its meters.
 */
@AutoConfiguration(after = ZdmBackfillAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(Events.class)
@EnableConfigurationProperties(ThrottleProperties.class)
public final class ZdmMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationMetrics zdmMigrationMetrics(ObjectProvider<Backfills> backfills, ObjectProvider<Throttle> throttle) {
		return new MigrationMetrics(backfills::getIfAvailable, throttle::getIfAvailable);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("zdm.throttle.http-latency.limit")
	HttpLatency zdmHttpLatency(ThrottleProperties properties, ObjectProvider<MeterRegistry> registry) {
		TimeLoad latency = properties.httpLatency();
		return new HttpLatency(registry::getIfAvailable, Objects.requireNonNull(latency.limit()), latency.unknown());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty("zdm.throttle.pool-waiters.limit")
	PoolWaiters zdmPoolWaiters(ThrottleProperties properties, ObjectProvider<MeterRegistry> registry) {
		CountLoad waiters = properties.poolWaiters();
		return new PoolWaiters(registry::getIfAvailable, Objects.requireNonNull(waiters.limit()), waiters.unknown());
	}

}
