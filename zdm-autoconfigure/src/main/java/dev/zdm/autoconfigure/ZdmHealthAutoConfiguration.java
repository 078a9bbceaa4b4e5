package dev.zdm.autoconfigure;

import dev.zdm.actuate.MigrationsHealthIndicator;
import dev.zdm.backfill.Backfills;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Shows backfills in the application's health.
 */
@AutoConfiguration(after = ZdmBackfillAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(Backfills.class)
@ConditionalOnEnabledHealthIndicator("migrations")
public final class ZdmHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationsHealthIndicator migrationsHealthIndicator(Backfills backfills) {
		return new MigrationsHealthIndicator(backfills);
	}

}
