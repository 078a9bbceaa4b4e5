package dev.zdm.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Brings every meter to every registry, whichever of the two comes first. A registry that
 * gets a meter twice keeps the first one.
 */
final class Registrations {

	private final CopyOnWriteArrayList<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Map<Object, Consumer<MeterRegistry>> meters = new ConcurrentHashMap<>();

	void bind(MeterRegistry registry) {
		this.registries.addIfAbsent(registry);
		this.meters.values().forEach((meter) -> meter.accept(registry));
	}

	/**
	 * Adds a meter, unless there is one with this key.
	 * @param key what tells it from others, such as its name and tags
	 * @param meter registers it
	 */
	void add(Object key, Consumer<MeterRegistry> meter) {
		if (this.meters.putIfAbsent(key, meter) == null) {
			this.registries.forEach(meter);
		}
	}

}
