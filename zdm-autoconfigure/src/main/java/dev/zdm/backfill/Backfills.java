package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;

/**
 * All backfills that the database knows, and what a person may do with them. It works the
 * same on every instance, also on one that works on no backfill. Safe for use by several
 * threads.
 */
public final class Backfills {

	private final BackfillTable table;

	private final ProgressQuery progress;

	private final Announcer announcer;

	/**
	 * Creates the facade; nothing is asked of the database yet.
	 * @param journal the schema that backfills are kept in; it is not created by reading
	 * @param events who hears of changed states
	 */
	public Backfills(JournalSchema journal, Events events) {
		Sessions sessions = new Sessions(journal.dataSource());
		this.table = new BackfillTable(sessions);
		this.progress = new ProgressQuery(sessions);
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
	 * resumed.
	 * @param name its name
	 * @throws UnknownBackfillException if there is none of that name
	 * @throws BackfillStateException if it is done
	 */
	public void cancel(String name) {
		change(name, Set.of(BackfillState.WAITING, BackfillState.RUNNING, BackfillState.PAUSED, BackfillState.FAILED),
				BackfillState.CANCELLED, "cancelled");
	}

	private void change(String name, Set<BackfillState> from, BackfillState to, String wish) {
		if (find(name).isEmpty()) {
			throw new UnknownBackfillException(name, all().stream().map(BackfillProgress::name).toList());
		}
		if (this.table.change(name, from, to, wish)) {
			this.announcer.changed(name, to, wish + " on request");
		}
	}

}
