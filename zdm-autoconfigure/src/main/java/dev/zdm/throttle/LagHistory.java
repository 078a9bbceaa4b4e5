package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the primary's write-ahead log was at what time, by the primary's clock. It tells
 * how old the position of a replica is, without the columns of
 * {@code pg_stat_replication} that are NULL or up to ten seconds old while the primary is
 * idle. Not safe for several threads.
 */
final class LagHistory {

	private static final int CAPACITY = 512;

	private final TreeMap<Long, Span> positions = new TreeMap<>();

	/**
	 * Takes note of the primary's position.
	 */
	void add(Instant at, long position) {
		if (!this.positions.isEmpty() && this.positions.lastKey() > position) {
			this.positions.clear();
		}
		this.positions.merge(position, new Span(at, at), (known, added) -> new Span(known.from(), at));
		if (this.positions.size() > CAPACITY) {
			thinOut();
		}
	}

	/**
	 * How long ago the primary went beyond this position. When that was before the first
	 * known position, the time since then: it is at least that.
	 * @return empty if the primary has not gone beyond it
	 */
	Optional<Duration> age(long position) {
		if (this.positions.isEmpty() || this.positions.lastKey() <= position) {
			return Optional.empty();
		}
		Instant now = this.positions.lastEntry().getValue().to();
		Map.Entry<Long, Span> before = this.positions.floorEntry(position);
		if (before == null) {
			return Optional.of(Duration.between(this.positions.firstEntry().getValue().from(), now));
		}
		Map.Entry<Long, Span> after = this.positions.higherEntry(position);
		Instant left = before.getValue().to();
		double share = (double) (position - before.getKey()) / (after.getKey() - before.getKey());
		long step = Math.round(Duration.between(left, after.getValue().from()).toNanos() * share);
		return Optional.of(Duration.between(left.plusNanos(step), now));
	}

	boolean reachesBackTo(long position) {
		return !this.positions.isEmpty() && this.positions.firstKey() <= position;
	}

	/**
	 * Forgets every other position, so that a long stop costs resolution, not memory.
	 */
	private void thinOut() {
		boolean drop = false;
		long last = this.positions.lastKey();
		for (Long position : this.positions.keySet().toArray(Long[]::new)) {
			if (drop && position != last) {
				this.positions.remove(position);
			}
			drop = !drop;
		}
	}

	/**
	 * The times between which the primary was seen at one position.
	 */
	private record Span(Instant from, Instant to) {
	}

}
