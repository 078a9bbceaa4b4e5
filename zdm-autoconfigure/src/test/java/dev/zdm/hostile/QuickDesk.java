package dev.zdm.hostile;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.event.Events;
import dev.zdm.guard.BackfillDesk;
import dev.zdm.guard.RequirementSettings;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.Throttle;

/**
 * The desk of an instance whose death others notice soon.
 *
 * @param schema the journal of its database
 */
record QuickDesk(JournalSchema schema) implements BackfillDesk {

	@Override
	public List<Backfill> declared() {
		return List.of();
	}

	@Override
	public ForegroundBackfill foreground() {
		return new ForegroundBackfill(this.schema, new Throttle(null, List.of(), Clock.systemUTC()),
				new Events(List.of()), BackfillSettings.DEFAULTS.heartbeat(Duration.ofMillis(500)));
	}

	@Override
	public RequirementSettings requirements() {
		return RequirementSettings.DEFAULTS;
	}

}
