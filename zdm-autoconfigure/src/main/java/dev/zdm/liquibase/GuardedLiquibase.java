package dev.zdm.liquibase;

import javax.sql.DataSource;

import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.jdbc.GuardedDataSources;
import liquibase.integration.spring.SpringLiquibase;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Sees to it that Liquibase's statements pass the guard, also when Liquibase has a
 * {@code DataSource} of its own ({@code spring.liquibase.url} or {@code .user}).
 */
public final class GuardedLiquibase implements BeanPostProcessor {

	private final GuardedDataSources guard;

	/**
	 * Creates the post-processor.
	 * @param guard guards a {@code DataSource} that is no bean
	 */
	public GuardedLiquibase(GuardedDataSources guard) {
		this.guard = guard;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof SpringLiquibase liquibase) {
			DataSource dataSource = liquibase.getDataSource();
			DataSource guarded = (dataSource != null) ? this.guard.guarded(dataSource) : null;
			if (guarded != null) {
				liquibase.setDataSource((guarded instanceof GuardedDataSource passing)
						? passing.from(new RunningChangeSet()) : guarded);
			}
		}
		return bean;
	}

}
