package dev.zdm.autoconfigure;

import javax.sql.DataSource;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;

/**
 * Guards every {@code DataSource} bean. It comes after Boot's own wrappers, so that the
 * guard is the outermost.
 */
final class GuardedDataSourcePostProcessor implements BeanPostProcessor, Ordered {

	private final ObjectProvider<GuardFactory> guards;

	GuardedDataSourcePostProcessor(ObjectProvider<GuardFactory> guards) {
		this.guards = guards;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof DataSource dataSource && !ScopedProxyUtils.isScopedTarget(beanName))
				? this.guards.getObject().guarded(dataSource) : bean;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 10;
	}

}
