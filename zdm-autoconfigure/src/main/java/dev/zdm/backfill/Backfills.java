package dev.zdm.backfill;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.journal.JournalSchema;

/**
 * All backfills that the database knows, and what a person may do with them. It works the
 * same on every instance, also on one that works on no backfill. Safe for use by several
 * threads.
 */
public final class Backfills {

	private final BackfillTable table;

	private final ProgressQuery progress;

	private final WatermarkQuery watermarks;

	private final Announcer announcer;

	private final InStepTriggers triggers;

	/**
	 * Creates the facade, with the lock ladder as it is when nothing is configured;
	 * nothing is asked of the database yet.
	 * @param journal the schema that backfills are kept in; it is not created by reading
	 * @param events who hears of changed states
	 */
	public Backfills(JournalSchema journal, Events events) {
		this(journal, events, new PlanExecutor(new LockLadder(LadderSettings.defaults())));
	}

	/**
	 * Creates the facade; nothing is asked of the database yet.
	 * @param journal the schema that backfills are kept in; it is not created by reading
	 * @param events who hears of changed states
	 * @param executor takes the locks that removing a trigger needs
	 */
	public Backfills(JournalSchema journal, Events events, PlanExecutor executor) {
		this.triggers = new InStepTriggers(journal.dataSource(), executor);
		Sessions sessions = new Sessions(journal.dataSource());
		this.table = new BackfillTable(sessions);
		this.progress = new ProgressQuery(sessions);
		this.watermarks = new WatermarkQuery(sessions);
		this.announcer = new Announcer(events);
	}

	/**
	 * How far all backfills are.
	 * @return in the order in which they were first declared; of several definitions with
	 * the same name the newest one
	 */
	public List<BackfillProgress> all() {
		return this.progress.read(null);
	}

	/**
	 * How far one backfill is.
	 * @param name its name
	 * @return empty if there is none of that name
	 */
	public Optional<BackfillProgress> find(String name) {
		return this.progress.read(name).stream().findFirst();
	}

	/**
	 * Up to which row a backfill is done, so that code may tell rows that have the new
	 * values from those that may not have them yet.
	 * @param name its name
	 * @return empty if there is none of that name
	 */
	public Optional<BackfillWatermark> watermark(String name) {
		return this.watermarks.read(name);
	}

	/**
	 * Stops a backfill until it is resumed. After the return no instance commits another
	 * batch of it. A paused backfill stays paused.
	 * @param name its name
	 * @throws UnknownBackfillException if there is none of that name
	 * @throws BackfillStateException if it has ended
	 */
	public void pause(String name) {
		change(name, BackfillState.TO_BE_WORKED_ON, BackfillState.PAUSED, "paused");
	}

	/**
	 * Lets a paused, cancelled or failed backfill go on where it was, within seconds. One
	 * that waits or runs does so. Rows that were put aside are tried again, and rows left
	 * over are counted again, also those of one that is done.
	 * @param name its name
	 * @throws UnknownBackfillException if there is none of that name
	 * @throws BackfillStateException if it is done and no row is put aside or left over
	 */
	public void resume(String name) {
		change(name, Set.of(BackfillState.PAUSED, BackfillState.CANCELLED, BackfillState.FAILED), BackfillState.WAITING,
				"resumed");
	}

	/**
	 * Gives a backfill up; rows that are changed stay so. After the return no instance
	 * commits another batch of it. It stays cancelled, also after restarts, until it is
	 * resumed. The trigger of one that is kept in step is removed, as by
	 * {@link #release(String)}; if it had begun it cannot go on then.
	 * @param name its name
	 * @throws UnknownBackfillException if there is none of that name
	 * @throws BackfillStateException if it is done
	 * @throws BackfillTriggerException if it is cancelled, and its trigger could not be
	 * removed
	 */
	public void cancel(String name) {
		change(name, Set.of(BackfillState.WAITING, BackfillState.RUNNING, BackfillState.PAUSED, BackfillState.FAILED),
				BackfillState.CANCELLED, "cancelled");
		removeTriggers(name);
	}

	/**
	 * Removes the trigger that keeps columns in step, of a backfill that is done or
	 * cancelled, also if it is no longer declared. What the trigger did stays done. It
	 * takes {@code ACCESS EXCLUSIVE} on the table under the lock ladder, and returns when
	 * that was had, or when the ladder gives up. Does nothing if there is no trigger.
	 * @param name its name
	 * @throws UnknownBackfillException if there is none of that name
	 * @throws BackfillStateException if rows are still to be done; cancel it then
	 * @throws BackfillTriggerException if the trigger could not be removed
	 */
	public void release(String name) {
		BackfillProgress progress = find(name).orElseThrow(() -> unknown(name));
		if (progress.state() != BackfillState.DONE && progress.state() != BackfillState.CANCELLED) {
			throw new BackfillStateException(name, progress.state(), "released before its end; it can be cancelled");
		}
		removeTriggers(name);
	}

	/** Of all definitions that the name has had. */
	private void removeTriggers(String name) {
		for (BackfillTable.Row row : this.table.find(name)) {
			try {
				String released = this.triggers.remove(row.id(), row.state() == BackfillState.DONE,
						new InStepWaits((reason) -> {
						}));
				if (released != null) {
					this.announcer.released(name, released);
				}
			}
			catch (SQLException ex) {
				throw new BackfillTriggerException(name, ex);
			}
		}
	}

	private UnknownBackfillException unknown(String name) {
		return new UnknownBackfillException(name, all().stream().map(BackfillProgress::name).toList());
	}

	private void change(String name, Set<BackfillState> from, BackfillState to, String wish) {
		if (find(name).isEmpty()) {
			throw unknown(name);
		}
		if (this.table.change(name, from, to, wish)) {
			this.announcer.changed(name, to, wish + " on request");
		}
	}

}
