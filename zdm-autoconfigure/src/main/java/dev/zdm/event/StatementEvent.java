package dev.zdm.event;

import java.time.Duration;

/**
 * Something that happened to a DDL statement on its way through the guard.
 */
public sealed interface StatementEvent extends Event {

	/**
	 * The kind of the statement.
	 * @return its command in capitals, such as {@code CREATE INDEX}
	 */
	String kind();

	/**
	 * A statement was judged.
	 *
	 * @param kind the command in capitals
	 * @param verdict what was decided, in lower case
	 */
	record Judged(String kind, String verdict) implements StatementEvent {
	}

	/**
	 * A lock was asked for once.
	 *
	 * @param kind the command in capitals
	 * @param acquired whether the lock was had
	 * @param allowed how long the attempt was allowed to wait
	 */
	record LockAttempted(String kind, boolean acquired, Duration allowed) implements StatementEvent {
	}

	/**
	 * A session that stayed in the way was canceled or terminated.
	 *
	 * @param kind the command in capitals
	 * @param action {@code cancel} or {@code terminate}
	 */
	record BlockerRemoved(String kind, String action) implements StatementEvent {
	}

	/**
	 * A statement came to its end.
	 *
	 * @param kind the command in capitals
	 * @param verdict what had been decided, in lower case
	 * @param outcome {@code done}, {@code failed} or {@code refused}
	 * @param lockWait how long the statement waited for locks, pauses included
	 * @param duration how long it took as a whole
	 */
	record Finished(String kind, String verdict, String outcome, Duration lockWait,
			Duration duration) implements StatementEvent {
	}

}
