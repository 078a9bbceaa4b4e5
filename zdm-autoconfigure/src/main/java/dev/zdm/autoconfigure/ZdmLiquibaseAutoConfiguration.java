package dev.zdm.autoconfigure;

import dev.zdm.liquibase.GuardedLiquibase;
import liquibase.integration.spring.SpringLiquibase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Guards Liquibase.
 */
@AutoConfiguration(after = ZdmAutoConfiguration.class, before = LiquibaseAutoConfiguration.class)
@ConditionalOnClass({ SpringLiquibase.class, LiquibaseAutoConfiguration.class })
@ConditionalOnBean(GuardFactory.class)
public final class ZdmLiquibaseAutoConfiguration {

	@Bean
	static GuardedLiquibase zdmGuardedLiquibase(ObjectProvider<GuardFactory> guards) {
		return new GuardedLiquibase((dataSource) -> guards.getObject().guarded(dataSource));
	}

}
