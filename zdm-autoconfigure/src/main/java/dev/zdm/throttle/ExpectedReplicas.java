package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which replicas there were: by name, because addresses change, and how many of each name
 * at once. Not safe for several threads.
 */
final class ExpectedReplicas {

	private static final Duration FRESH = Duration.ofMinutes(1);

	private final Duration forgetAfter;

	private final Map<String, Seen> known = new TreeMap<>();

	ExpectedReplicas(Duration forgetAfter) {
		this.forgetAfter = forgetAfter;
	}

	/**
	 * Takes over what others know, and forgets what they have forgotten.
	 */
	void replaceBy(Collection<Seen> seen) {
		this.known.clear();
		seen.forEach((replica) -> this.known.put(replica.name(), replica));
	}

	Set<String> names() {
		return Set.copyOf(this.known.keySet());
	}

	/**
	 * Takes note of those that are there.
	 * @return what is new, or has not been noted for a minute
	 */
	List<Seen> note(Map<String, Integer> present, Instant now) {
		List<Seen> news = present.entrySet()
			.stream()
			.map((entry) -> new Seen(entry.getKey(), entry.getValue(), now))
			.filter(this::isNews)
			.toList();
		news.forEach((replica) -> this.known.put(replica.name(), replica));
		this.known.values().removeIf((replica) -> over(replica, now) && !present.containsKey(replica.name()));
		return news;
	}

	/**
	 * Those of which there were more, not too long ago.
	 */
	List<String> missing(Map<String, Integer> present) {
		return this.known.values()
			.stream()
			.filter((replica) -> present.getOrDefault(replica.name(), 0) < replica.count())
			.map(Seen::name)
			.toList();
	}

	private boolean isNews(Seen replica) {
		Seen before = this.known.get(replica.name());
		if (before == null || replica.count() > before.count()) {
			return true;
		}
		return (replica.count() < before.count()) ? over(before, replica.at())
				: before.at().plus(FRESH).isBefore(replica.at());
	}

	private boolean over(Seen replica, Instant now) {
		return replica.at().plus(this.forgetAfter).isBefore(now);
	}

	/**
	 * Replicas of one name.
	 *
	 * @param name the name
	 * @param count how many there were at once
	 * @param at when they were last seen, by the primary's clock
	 */
	record Seen(String name, int count, Instant at) {
	}

}
