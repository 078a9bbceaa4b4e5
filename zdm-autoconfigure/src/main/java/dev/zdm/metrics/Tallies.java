package dev.zdm.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Tags;

/**
 * What has happened so far, by meter and tags.
 */
final class Tallies {

	private final Registrations registrations;

	private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

	Tallies(Registrations registrations) {
		this.registrations = registrations;
	}

	void count(EventMeter meter, long amount, String... tags) {
		add(meter, amount, 0, tags);
	}

	void time(EventMeter meter, long nanos, String... tags) {
		add(meter, 1, nanos, tags);
	}

	private void add(EventMeter meter, long amount, long nanos, String... tags) {
		Key key = new Key(meter, Tags.of(tags));
		Tally tally = this.tallies.computeIfAbsent(key, (unknown) -> new Tally());
		tally.add(amount, nanos);
		this.registrations.add(key, (registry) -> meter.register(registry, key.tags(), tally));
	}

	private record Key(EventMeter meter, Tags tags) {
	}

}
