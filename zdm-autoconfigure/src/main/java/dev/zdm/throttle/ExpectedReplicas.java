package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
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
	 * Forgets one that is missing for each that was never there before: after a failover
	 * the old primary comes back as a replica by its own name, and the one that is now
	 * the primary never does.
	 * @return the names that are forgotten
	 */
	List<String> replace(Map<String, Integer> present) {
		long newcomers = present.keySet().stream().filter((name) -> !this.known.containsKey(name)).count();
		List<String> replaced = this.known.values()
			.stream()
			.filter((replica) -> !present.containsKey(replica.name()))
			.sorted(Comparator.comparing(Seen::at))
			.limit(newcomers)
			.map(Seen::name)
			.toList();
		this.known.keySet().removeAll(replaced);
		return replaced;
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
