package dev.zdm.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.zdm.throttle.ReplicaState;
import dev.zdm.throttle.SignalState;
import dev.zdm.throttle.Throttle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * What slows backfills down. Nothing here asks the database.
 */
final class ThrottleGauges {

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
			found.signals().forEach((signal) -> addSignal(signal.name()));
			found.heldBackSeconds().keySet().forEach(this::addHeldBack);
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
		addSignal("zdm.throttle.signal.value", "What the signal said last", name, SignalState::value);
		addSignal("zdm.throttle.signal.limit", "Where the signal stops backfills", name, SignalState::limit);
		addSignal("zdm.throttle.signal.share", "How much of its limit the signal uses", name, SignalState::share);
	}

	private void addSignal(String meter, String description, String name,
			Function<SignalState, @Nullable Double> figure) {
		this.registrations.add(List.of(meter, name),
				(registry) -> Gauge.builder(meter, this, (gauges) -> gauges.figure(name, figure))
					.description(description)
					.tag("signal", name)
					.register(registry));
	}

	private void addHeldBack(String name) {
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
		if (asked == null || !asked.isRunning()) {
			return Double.NaN;
		}
		return asked.replicas()
			.stream()
			.filter((replica) -> replica.name().equals(name))
			.mapToDouble(ThrottleGauges::seconds)
			.reduce(Math::max)
			.orElse(Double.NaN);
	}

	private double figure(String name, Function<SignalState, @Nullable Double> figure) {
		Throttle asked = this.known;
		if (asked == null) {
			return Double.NaN;
		}
		for (SignalState signal : asked.signals()) {
			Double value = figure.apply(signal);
			if (signal.name().equals(name) && value != null) {
				return value;
			}
		}
		return Double.NaN;
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
