package dev.zdm.backfill;

import java.time.Instant;
import java.time.OffsetDateTime;

import com.github.kagkarlsson.scheduler.Clock;

import org.springframework.dao.DataAccessException;

/**
 * The primary's time, carried on by the JVM's monotonic clock between two looks. So
 * instances agree on who is late, whatever their own clocks say. Safe for use by several
 * threads.
 */
final class DatabaseClock implements Clock {

	private final Sessions sessions;

	private volatile Look last = new Look(Instant.now(), System.nanoTime());

	DatabaseClock(Sessions sessions) {
		this.sessions = sessions;
	}

	@Override
	public Instant now() {
		return this.last.now();
	}

	/**
	 * Looks again.
	 * @throws DataAccessException if the database does not answer
	 */
	void synchronise() {
		long asked = System.nanoTime();
		Instant time = this.sessions.jdbc()
			.sql("select clock_timestamp()")
			.query(OffsetDateTime.class)
			.single()
			.toInstant();
		long answered = System.nanoTime();
		this.last = new Look(time, asked + (answered - asked) / 2);
	}

	/**
	 * What the time was at a reading of the monotonic clock.
	 */
	private record Look(Instant time, long nanos) {

		Instant now() {
			return this.time.plusNanos(System.nanoTime() - this.nanos);
		}

	}

}
