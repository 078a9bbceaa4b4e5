package dev.zdm.execute;

import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A lock could not be had. Nothing was changed by the statement; running it again later
 * is safe. The earlier failures of the server are attached as suppressed exceptions.
 */
public final class LockNotAcquiredException extends SQLTransientException {

	private static final long serialVersionUID = 1L;

	private final transient List<Blocker> blockers;

	LockNotAcquiredException(List<String> locks, Duration waited, int attempts, List<Blocker> blockers, int waiting,
			String advice) {
		super("Could not get " + String.join(", ", locks) + " within " + waited.toMillis() / 1000.0 + " s and "
				+ attempts + " attempts. " + described(blockers, waiting) + advice, "55P03");
		this.blockers = List.copyOf(blockers);
	}

	/**
	 * The sessions that were in the way at the last look.
	 * @return the blockers; empty when none was seen
	 */
	public List<Blocker> blockers() {
		return this.blockers;
	}

	private static String described(List<Blocker> blockers, int waiting) {
		if (blockers.isEmpty()) {
			return "No session was seen to hold it at the last look. ";
		}
		return "In the way: " + blockers.stream().map(Blocker::toString).collect(Collectors.joining("; ")) + ". "
				+ ((waiting > 0) ? "Sessions that wait behind them: " + waiting + ". " : "");
	}

}
