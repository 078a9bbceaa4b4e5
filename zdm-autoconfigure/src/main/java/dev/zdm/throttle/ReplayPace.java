package dev.zdm.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * How fast a replica replays when it has work all the time, and so how long it will take
 * for what is still to be replayed. The lag says how old that is which is replayed now;
 * with a primary that writes twice as fast as the replica replays, it is half of the lag
 * that is still to come. Not safe for several threads.
 */
final class ReplayPace {

	/** Less than this says more about the moment than about the replica. */
	private static final Duration LEAST = Duration.ofMillis(500);

	private static final Duration MOST = Duration.ofSeconds(4);

	private static final double LONGEST = Duration.ofHours(1).toSeconds();

	/** Without a gap in its work: none has replayed what the one before saw written. */
	private final Deque<Sighting> busy = new ArrayDeque<>();

	/**
	 * Takes note of where primary and replica are.
	 * @return how long until the replica is where the primary is now; null when it has
	 * not been busy for long enough, or has replayed nothing meanwhile
	 */
	@Nullable Duration forecast(Instant at, long written, long replayed) {
		Sighting last = this.busy.peekLast();
		if (last != null && (replayed >= last.written() || replayed < last.replayed() || at.isBefore(last.at()))) {
			this.busy.clear();
		}
		this.busy.add(new Sighting(at, written, replayed));
		while (this.busy.getFirst().at().plus(MOST).isBefore(at)) {
			this.busy.removeFirst();
		}
		Sighting first = this.busy.getFirst();
		Duration span = Duration.between(first.at(), at);
		long done = replayed - first.replayed();
		if (span.compareTo(LEAST) < 0 || done <= 0) {
			return null;
		}
		double seconds = (double) Math.max(0, written - replayed) / done * span.toNanos() / 1e9;
		return Duration.ofNanos((long) (Math.min(seconds, LONGEST) * 1e9));
	}

	/**
	 * Where primary and replica were at one moment.
	 */
	private record Sighting(Instant at, long written, long replayed) {
	}

}
