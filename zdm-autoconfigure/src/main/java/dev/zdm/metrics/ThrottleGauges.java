package dev.zdm.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.zdm.throttle.ReplicaState;
import dev.zdm.throttle.Throttle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * What slows backfills down. Nothing here asks the database.
 */
final class ThrottleGauges {

	/** What a pace calls itself when the signals are not being read. */
	private static final String NOT_READ = "throttle";

	private final Registrations registrations;

	private final Supplier<? extends @Nullable Throttle> throttle;

	/** So that a scrape never asks the supplier, which may fail. */
	private volatile @Nullable Throttle known;

	ThrottleGauges(Registrations registrations, Supplier<? extends @Nullable Throttle> throttle) {
		this.registrations = registrations;
		this.throttle = throttle;
	}

	/**
	 * Adds meters for replicas and signals that nobody has heard of yet.
	 */
	void discover() {
		Throttle found = this.throttle.get();
		this.known = found;
		if (found != null) {
			found.replicas().forEach((replica) -> addReplica(replica.name()));
			found.heldBackSeconds().keySet().forEach(this::addSignal);
		}
	}

	private void addReplica(String name) {
		this.registrations.add(List.of("zdm.replica.lag", name),
				(registry) -> TimeGauge.builder("zdm.replica.lag", this, TimeUnit.SECONDS, (gauges) -> gauges.lag(name))
					.description("How far the replica lags")
					.tag("replica", name)
					.register(registry));
	}

	private void addSignal(String name) {
		this.registrations.add(List.of("zdm.throttle.held.back", name),
				(registry) -> FunctionCounter.builder("zdm.throttle.held.back", this, (gauges) -> gauges.heldBack(name))
					.baseUnit("seconds")
					.description("How long backfills of this instance have been held back")
					.tag("signal", name)
					.register(registry));
	}

	/**
	 * The worst of the replicas that share the name; not a number when one of them is not
	 * known or nobody looks.
	 */
	private double lag(String name) {
		Throttle asked = this.known;
		if (asked == null || NOT_READ.equals(asked.pace().signal())) {
			return Double.NaN;
		}
		return asked.replicas()
			.stream()
			.filter((replica) -> replica.name().equals(name))
			.mapToDouble(ThrottleGauges::seconds)
			.reduce(Math::max)
			.orElse(Double.NaN);
	}

	private double heldBack(String signal) {
		Throttle asked = this.known;
		return (asked != null) ? asked.heldBackSeconds().getOrDefault(signal, 0.0) : 0;
	}

	private static double seconds(ReplicaState replica) {
		Duration lag = replica.lag();
		return (lag != null) ? lag.toNanos() / 1e9 : Double.NaN;
	}

}
