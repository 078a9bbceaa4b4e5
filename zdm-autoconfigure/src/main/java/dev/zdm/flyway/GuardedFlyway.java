package dev.zdm.flyway;

import java.util.Arrays;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.jdbc.GuardedDataSources;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.core.Ordered;

/**
 * Sees to it that Flyway's statements pass the guard, also when Flyway has a
 * {@code DataSource} of its own ({@code spring.flyway.url} or {@code .user}).
 */
public final class GuardedFlyway implements FlywayConfigurationCustomizer, Ordered {

	private final GuardedDataSources guard;

	/**
	 * Creates the customizer.
	 * @param guard guards a {@code DataSource} that is no bean
	 */
	public GuardedFlyway(GuardedDataSources guard) {
		this.guard = guard;
	}

	@Override
	public void customize(FluentConfiguration configuration) {
		DataSource dataSource = configuration.getDataSource();
		if (dataSource != null && !(dataSource instanceof GuardedDataSource)) {
			configuration.dataSource(this.guard.guarded(dataSource));
		}
		configuration.callbacks(
				Stream.concat(Arrays.stream(configuration.getCallbacks()), Stream.of(new MigrationSourceCallback()))
					.toArray(Callback[]::new));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
