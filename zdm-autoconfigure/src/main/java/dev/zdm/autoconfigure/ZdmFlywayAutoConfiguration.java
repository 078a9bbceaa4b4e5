package dev.zdm.autoconfigure;

import dev.zdm.flyway.GuardedFlyway;
import org.flywaydb.core.Flyway;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Guards Flyway.
 */
@AutoConfiguration(after = ZdmAutoConfiguration.class, before = FlywayAutoConfiguration.class)
@ConditionalOnClass({ Flyway.class, FlywayConfigurationCustomizer.class })
@ConditionalOnBean(GuardFactory.class)
public final class ZdmFlywayAutoConfiguration {

	@Bean
	GuardedFlyway zdmGuardedFlyway(GuardFactory guards) {
		return new GuardedFlyway(guards);
	}

}
