package dev.zdm.sample;

import org.flywaydb.core.Flyway;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Plays a release: there is a shop with a past and with customers in it, and then comes
 * the migration. A real application needs nothing of this.
 */
@Component
class ShopMigration implements FlywayMigrationStrategy {

	private static final String IN_PRODUCTION = "1";

	private final ShopFill fill;

	private final Traffic traffic;

	ShopMigration(ShopFill fill, Traffic traffic) {
		this.fill = fill;
		this.traffic = traffic;
	}

	@Override
	public void migrate(Flyway flyway) {
		if (flyway.info().current() == null) {
			Flyway.configure(flyway.getConfiguration().getClassLoader())
				.configuration(flyway.getConfiguration())
				.target(IN_PRODUCTION)
				.load()
				.migrate();
		}
		this.fill.fillIfEmpty();
		this.traffic.start();
		flyway.migrate();
	}

}
