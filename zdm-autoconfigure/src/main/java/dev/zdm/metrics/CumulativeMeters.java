package dev.zdm.metrics;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The registry to read the application's own meters from: the first that counts from the
 * start on. One that publishes in steps knows nothing of the last seconds.
 */
final class CumulativeMeters {

	private final Supplier<? extends @Nullable MeterRegistry> registry;

	CumulativeMeters(Supplier<? extends @Nullable MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Finds the registry.
	 * @return null if there is none
	 */
	@Nullable MeterRegistry find() {
		MeterRegistry found = this.registry.get();
		return (found != null)
				? flat(found).filter((one) -> !(one instanceof StepMeterRegistry)).findFirst().orElse(null) : null;
	}

	private static Stream<MeterRegistry> flat(MeterRegistry registry) {
		return (registry instanceof CompositeMeterRegistry composite)
				? List.copyOf(composite.getRegistries()).stream().flatMap(CumulativeMeters::flat) : Stream.of(registry);
	}

}
