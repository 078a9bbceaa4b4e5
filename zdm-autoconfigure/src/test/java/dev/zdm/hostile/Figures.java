package dev.zdm.hostile;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often things happened.
 */
final class Figures {

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	void count(String what) {
		this.counts.computeIfAbsent(what, (key) -> new LongAdder()).increment();
	}

	@Override
	public String toString() {
		return new TreeMap<>(this.counts).toString();
	}

}
