package dev.zdm.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The true lag of a replica, from positions in the log that were read on both sides: how
 * long ago the primary wrote what the replica is to replay next. Not safe for several
 * threads.
 */
final class LagRecord {

	private static final long EVERY_NANOS = 100_000_000;

	private final TreeMap<Long, Long> written = new TreeMap<>();

	private final List<Long> lags = new ArrayList<>();

	private long due;

	/**
	 * Takes note of where both are.
	 * @param now by {@link System#nanoTime()}
	 * @param primary how far the primary has written
	 * @param replica how far the replica has replayed; read before the primary's
	 */
	void add(long now, long primary, long replica) {
		this.written.putIfAbsent(primary, now);
		this.written.headMap(replica, false).clear();
		if (now - this.due >= 0) {
			this.due = now + EVERY_NANOS;
			Map.Entry<Long, Long> next = this.written.higherEntry(replica);
			this.lags.add((next != null) ? now - next.getValue() : 0);
		}
	}

	/** The lags each tenth of a second. */
	Latencies lags() {
		return new Latencies(this.lags.stream().mapToLong(Long::longValue).toArray());
	}

}
