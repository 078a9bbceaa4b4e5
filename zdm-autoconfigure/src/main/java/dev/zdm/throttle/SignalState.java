package dev.zdm.throttle;

import org.jspecify.annotations.Nullable;

/**
 * What a signal said last.
 *
 * @param name its name
 * @param value the figure; null when unknown
 * @param limit where backfills stop; null when unknown
 * @param unit the unit of both; empty when unknown
 * @param share how much of the limit is used: 0 for none, 1 at the limit; null when
 * unknown
 * @param whenUnknown what happens while it is unknown
 * @param description all that in words
 */
public record SignalState(String name, @Nullable Double value, @Nullable Double limit, String unit,
		@Nullable Double share, WhenUnknown whenUnknown, String description) {

	static SignalState of(Observation observation) {
		if (observation.reading() instanceof Reading.Known known) {
			return new SignalState(observation.signal(), known.value(), known.limit(), known.unit(), known.use(),
					observation.whenUnknown(), known.describe());
		}
		return new SignalState(observation.signal(), null, null, "", null, observation.whenUnknown(),
				observation.describe());
	}

}
