package dev.zdm.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * The meters that events add to.
 */
enum EventMeter {

	STATEMENTS("zdm.statements", "statements", "DDL statements that came to an end"),

	STATEMENT_DURATION("zdm.statement.duration", null, "How long DDL statements took as a whole"),

	LOCK_ATTEMPTS("zdm.lock.attempts", "attempts", "How many times locks were asked for"),

	LOCK_WAIT("zdm.lock.wait", null, "How long DDL statements went without their locks"),

	BLOCKERS_REMOVED("zdm.lock.blockers.removed", "sessions", "Sessions canceled or terminated for a lock"),

	BACKFILL_ROWS("zdm.backfill.rows", "rows", "Rows changed by backfills of this instance"),

	BACKFILL_BATCHES("zdm.backfill.batches", "batches", "Batches of backfills of this instance"),

	BATCH_DURATION("zdm.backfill.batch.duration", null, "How long the transactions of committed batches took");

	private final String meterName;

	private final @Nullable String unit;

	private final String description;

	/**
	 * Describes a meter.
	 * @param unit what a counter counts; null for a timer
	 */
	EventMeter(String meterName, @Nullable String unit, String description) {
		this.meterName = meterName;
		this.unit = unit;
		this.description = description;
	}

	void register(MeterRegistry registry, Tags tags, Tally tally) {
		if (this.unit != null) {
			FunctionCounter.builder(this.meterName, tally, Tally::count)
				.baseUnit(this.unit)
				.description(this.description)
				.tags(tags)
				.register(registry);
		}
		else {
			FunctionTimer.builder(this.meterName, tally, Tally::count, Tally::nanos, TimeUnit.NANOSECONDS)
				.description(this.description)
				.tags(tags)
				.register(registry);
		}
	}

}
