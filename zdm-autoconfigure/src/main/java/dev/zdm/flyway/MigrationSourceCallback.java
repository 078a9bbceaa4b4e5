package dev.zdm.flyway;

import dev.zdm.guard.MigrationSource;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Tells the guard which migration the statements of the current thread come from.
 */
public final class MigrationSourceCallback implements Callback {

	@Override
	public boolean supports(Event event, Context context) {
		return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE
				|| event == Event.AFTER_EACH_MIGRATE_ERROR;
	}

	@Override
	public boolean canHandleInTransaction(Event event, Context context) {
		return true;
	}

	@Override
	public void handle(Event event, Context context) {
		if (event == Event.BEFORE_EACH_MIGRATE) {
			MigrationSource.enter(sourceOf(context.getMigrationInfo()));
		}
		else {
			MigrationSource.leave();
		}
	}

	@Override
	public String getCallbackName() {
		return "zdm";
	}

	/** A repeatable migration has no version; it is known by its description. */
	private static MigrationSource sourceOf(MigrationInfo migration) {
		return (migration.getVersion() != null) ? new MigrationSource("flyway", migration.getVersion().getVersion())
				: new MigrationSource("flyway " + migration.getDescription(), null);
	}

}
