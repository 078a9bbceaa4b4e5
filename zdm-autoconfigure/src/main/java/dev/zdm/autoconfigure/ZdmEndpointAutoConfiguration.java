package dev.zdm.autoconfigure;

import dev.zdm.actuate.MigrationsEndpoint;
import dev.zdm.actuate.MigrationsEndpointWebExtension;
import dev.zdm.backfill.Backfills;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.throttle.Throttle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Shows migrations and backfills at the endpoint {@code migrations}.
 */
@AutoConfiguration(after = ZdmBackfillAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(MigrationJournal.class)
@ConditionalOnAvailableEndpoint(MigrationsEndpoint.class)
public final class ZdmEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationsEndpoint zdmMigrationsEndpoint(MigrationJournal journal, ObjectProvider<Backfills> backfills,
			ObjectProvider<Throttle> throttle) {
		return new MigrationsEndpoint(journal, backfills.getIfAvailable(), throttle.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	MigrationsEndpointWebExtension zdmMigrationsEndpointWebExtension(MigrationsEndpoint endpoint) {
		return new MigrationsEndpointWebExtension(endpoint);
	}

}
