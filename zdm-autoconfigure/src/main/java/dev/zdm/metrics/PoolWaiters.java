package dev.zdm.metrics;

import java.util.Collection;
import java.util.function.Supplier;

import dev.zdm.throttle.Reading;
import dev.zdm.throttle.Signal;
import dev.zdm.throttle.WhenUnknown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * How many threads of this instance wait for a connection of a pool, from the gauges
 * {@code hikaricp.connections.pending}.
 */
public final class PoolWaiters implements Signal {

	/** What the signal is called. */
	public static final String NAME = "pool-waiters";

	private static final String METER = "hikaricp.connections.pending";

	private final CumulativeMeters meters;

	private final int limit;

	private final WhenUnknown whenUnknown;

	/**
	 * Creates the signal; the supplier is asked at every reading.
	 * @param registry gives the registry of the application; null when there is none
	 * @param limit how many waiting threads stop backfills; above zero
	 * @param whenUnknown what happens while it is unknown
	 */
	public PoolWaiters(Supplier<? extends @Nullable MeterRegistry> registry, int limit, WhenUnknown whenUnknown) {
		if (limit <= 0) {
			throw new IllegalArgumentException("The limit of " + NAME + " must be above zero, not " + limit
					+ ": set zdm.throttle.pool-waiters.limit");
		}
		this.meters = new CumulativeMeters(registry);
		this.limit = limit;
		this.whenUnknown = whenUnknown;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.whenUnknown;
	}

	@Override
	public Reading read() {
		MeterRegistry registry = this.meters.find();
		if (registry == null) {
			return Reading.unknown("there is no meter registry that knows the present");
		}
		Collection<Gauge> pools = registry.find(METER).gauges();
		double waiters = pools.stream().mapToDouble(Gauge::value).sum();
		return (pools.isEmpty() || Double.isNaN(waiters)) ? Reading.unknown("no pool has a gauge " + METER)
				: Reading.of(waiters, this.limit, "threads", "");
	}

}
