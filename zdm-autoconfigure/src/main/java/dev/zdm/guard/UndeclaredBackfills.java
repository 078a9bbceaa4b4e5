package dev.zdm.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.ReplicaLag;
import dev.zdm.throttle.ReplicaLimits;
import dev.zdm.throttle.Throttle;

/**
 * The desk of a guard that stands alone: no backfills are declared; those of the guard's
 * own steps stop at a second of replica lag.
 */
final class UndeclaredBackfills implements BackfillDesk {

	private static final Duration LAG = Duration.ofSeconds(1);

	private final JournalSchema schema;

	private final Events events;

	UndeclaredBackfills(JournalSchema schema, Events events) {
		this.schema = schema;
		this.events = events;
	}

	@Override
	public List<Backfill> declared() {
		return List.of();
	}

	@Override
	public ForegroundBackfill foreground() {
		ReplicaLag lag = new ReplicaLag(this.schema.dataSource(), List.of(), ReplicaLimits.of(LAG));
		return new ForegroundBackfill(this.schema, new Throttle(lag, List.of(), Clock.systemUTC()), this.events,
				BackfillSettings.DEFAULTS);
	}

	@Override
	public RequirementSettings requirements() {
		return RequirementSettings.DEFAULTS;
	}

}
