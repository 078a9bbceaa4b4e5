package dev.zdm.metrics;

import java.util.function.Supplier;

import dev.zdm.backfill.Backfills;
import dev.zdm.event.BackfillEvent.BatchCommitted;
import dev.zdm.event.BackfillEvent.BatchFailed;
import dev.zdm.event.Event;
import dev.zdm.event.EventListener;
import dev.zdm.event.StatementEvent.BlockerRemoved;
import dev.zdm.event.StatementEvent.Finished;
import dev.zdm.event.StatementEvent.LockAttempted;
import dev.zdm.throttle.Throttle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * All meters of zdm. It counts from the first event on and shows that to every registry
 * it is bound to, whenever that is: migrations run before there is a registry.
 * <table>
 * <caption>Meters</caption> <thead>
 * <tr>
 * <th>Name</th>
 * <th>Type</th>
 * <th>Tags</th>
 * <th>Meaning</th>
 * </tr>
 * </thead> <tbody>
 * <tr>
 * <td>{@code zdm.statements}</td>
 * <td>counter</td>
 * <td>kind, verdict, outcome</td>
 * <td>DDL statements that came to an end</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.statement.duration}</td>
 * <td>timer</td>
 * <td>kind, verdict</td>
 * <td>how long they took as a whole</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.lock.attempts}</td>
 * <td>counter</td>
 * <td>kind, outcome ({@code acquired}, {@code timeout})</td>
 * <td>how many times locks were asked for</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.lock.wait}</td>
 * <td>timer</td>
 * <td>kind</td>
 * <td>how long statements that were not refused went without their locks, pauses
 * included</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.rows}</td>
 * <td>counter</td>
 * <td>backfill</td>
 * <td>rows changed by this instance</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.batches}</td>
 * <td>counter</td>
 * <td>backfill, outcome ({@code committed}, {@code failed})</td>
 * <td>batches of this instance</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.batch.duration}</td>
 * <td>timer</td>
 * <td>backfill</td>
 * <td>how long the transactions of its committed batches took</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfills}</td>
 * <td>gauge</td>
 * <td>state</td>
 * <td>backfills by state, as the database has them</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.remaining.rows}</td>
 * <td>gauge</td>
 * <td>backfill</td>
 * <td>rows still to be looked at by all instances, about</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.percent}</td>
 * <td>gauge</td>
 * <td>backfill</td>
 * <td>how much of the table all instances have passed, 0 to 100</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.aside.rows}</td>
 * <td>gauge</td>
 * <td>backfill</td>
 * <td>rows that could not be changed and are put aside</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.held.rows}</td>
 * <td>gauge</td>
 * <td>backfill</td>
 * <td>rows that others held when it was their turn, to be done last</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.backfill.pace}</td>
 * <td>gauge</td>
 * <td>backfill</td>
 * <td>the share of time it may work: 1 at full speed, 0 stopped</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.replica.lag}</td>
 * <td>time gauge</td>
 * <td>replica</td>
 * <td>how far the replica lags, as this instance sees it; it looks only while it works on
 * backfills</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.throttle.signal.value}, {@code .limit}, {@code .share}</td>
 * <td>gauge</td>
 * <td>signal</td>
 * <td>what the signal said last, in its own unit, where it stops backfills, and how much
 * of that is used: 0 for none, 1 at the limit</td>
 * </tr>
 * <tr>
 * <td>{@code zdm.throttle.held.back}</td>
 * <td>counter, seconds</td>
 * <td>signal</td>
 * <td>how long the backfills of this instance have been held back</td>
 * </tr>
 * </tbody>
 * </table>
 * No tag holds SQL; {@code kind} is the command, such as {@code CREATE INDEX}. A gauge is
 * {@code NaN} when its value is not known, as while the database is down. Gauges ask the
 * database once in a few seconds at most, never on the thread of the scrape, which waits
 * half a second at most. Safe for use by several threads.
 */
public final class MigrationMetrics implements MeterBinder, EventListener {

	private final Registrations registrations = new Registrations();

	private final Tallies tallies = new Tallies(this.registrations);

	private final BackfillGauges backfillGauges;

	private final ThrottleGauges throttleGauges;

	/**
	 * Creates meters that count from now on. The suppliers are not asked before a
	 * registry wants to know a gauge's value, and then on a thread of their own.
	 * @param backfills gives the backfills; null when they are switched off
	 * @param throttle gives what slows them down; null when they are switched off
	 */
	public MigrationMetrics(Supplier<? extends @Nullable Backfills> backfills,
			Supplier<? extends @Nullable Throttle> throttle) {
		this.throttleGauges = new ThrottleGauges(this.registrations, throttle);
		this.backfillGauges = new BackfillGauges(this.registrations, backfills, this.throttleGauges::discover);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registrations.bind(registry);
	}

	@Override
	public void on(Event event) {
		if (event instanceof Finished finished) {
			finished(finished);
		}
		else if (event instanceof LockAttempted attempted) {
			this.tallies.count(EventMeter.LOCK_ATTEMPTS, 1, "kind", attempted.kind(), "outcome",
					attempted.acquired() ? "acquired" : "timeout");
		}
		else if (event instanceof BlockerRemoved removed) {
			this.tallies.count(EventMeter.BLOCKERS_REMOVED, 1, "kind", removed.kind(), "action", removed.action());
		}
		else if (event instanceof BatchCommitted batch) {
			this.tallies.count(EventMeter.BACKFILL_ROWS, batch.rows(), "backfill", batch.backfill());
			this.tallies.count(EventMeter.BACKFILL_BATCHES, 1, "backfill", batch.backfill(), "outcome", "committed");
			this.tallies.time(EventMeter.BATCH_DURATION, batch.nanos(), "backfill", batch.backfill());
		}
		else if (event instanceof BatchFailed batch) {
			this.tallies.count(EventMeter.BACKFILL_BATCHES, 1, "backfill", batch.backfill(), "outcome", "failed");
		}
	}

	private void finished(Finished statement) {
		this.tallies.count(EventMeter.STATEMENTS, 1, "kind", statement.kind(), "verdict", statement.verdict(),
				"outcome", statement.outcome());
		this.tallies.time(EventMeter.STATEMENT_DURATION, statement.duration().toNanos(), "kind", statement.kind(),
				"verdict", statement.verdict());
		if (!"refused".equals(statement.outcome())) {
			this.tallies.time(EventMeter.LOCK_WAIT, statement.lockWait().toNanos(), "kind", statement.kind());
		}
	}

}
