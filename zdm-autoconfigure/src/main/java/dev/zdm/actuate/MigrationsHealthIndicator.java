package dev.zdm.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.zdm.backfill.BackfillProgress;
import dev.zdm.backfill.BackfillState;
import dev.zdm.backfill.Backfills;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.core.NestedRuntimeException;

/**
 * Shows the backfills in the health. It never takes an instance out of rotation: a failed
 * backfill, or a database that does not answer, makes it {@code UNKNOWN}, which leaves
 * the application {@code UP}. Alerts belong on the metric {@code zdm.backfills}.
 */
public final class MigrationsHealthIndicator extends AbstractHealthIndicator {

	private final Backfills backfills;

	/**
	 * Creates the indicator; nothing is asked of the database yet.
	 * @param backfills what it shows
	 */
	public MigrationsHealthIndicator(Backfills backfills) {
		this.backfills = backfills;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		try {
			show(this.backfills.all(), builder.up());
		}
		catch (NestedRuntimeException ex) {
			builder.unknown().withDetail("error", String.valueOf(new DatabaseUnavailableException(ex).getMessage()));
		}
	}

	private static void show(List<BackfillProgress> backfills, Health.Builder builder) {
		for (BackfillProgress backfill : backfills) {
			if (backfill.state() == BackfillState.FAILED) {
				builder.unknown();
			}
			builder.withDetail(backfill.name(), new TreeMap<>(Map.of("state", backfill.state().toString(), "percent",
					backfill.percent(), "reason", backfill.reason())));
		}
	}

}
