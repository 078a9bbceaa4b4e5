package dev.zdm.metrics;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Brings every meter to every registry once, whichever of the two comes first. Safe for
 * use by several threads.
 */
final class Registrations {

	private final Map<Object, Consumer<MeterRegistry>> meters = new ConcurrentHashMap<>();

	private final Set<MeterRegistry> registries = new LinkedHashSet<>();

	synchronized void bind(MeterRegistry registry) {
		if (this.registries.add(registry)) {
			this.meters.values().forEach((meter) -> meter.accept(registry));
		}
	}

	/**
	 * Adds a meter, unless there is one with this key.
	 * @param key what tells it from others, such as its name and tags
	 * @param meter registers it
	 */
	void add(Object key, Consumer<MeterRegistry> meter) {
		if (!this.meters.containsKey(key)) {
			addOnce(key, meter);
		}
	}

	private synchronized void addOnce(Object key, Consumer<MeterRegistry> meter) {
		if (this.meters.putIfAbsent(key, meter) == null) {
			this.registries.forEach(meter);
		}
	}

}
