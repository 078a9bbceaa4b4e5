package dev.zdm.guard;

import java.util.List;

import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;

/**
 * Where the guard asks for the application's backfills. It is asked while migrations run,
 * when much of the application is not there yet.
 */
public interface BackfillDesk {

	/**
	 * The backfills that the application declares.
	 * @return their definitions
	 */
	List<Backfill> declared();

	/**
	 * Runs backfills that a migration waits for.
	 * @return one that works on the guard's database
	 */
	ForegroundBackfill foreground();

	/**
	 * What to do about required backfills that are not done.
	 * @return the settings
	 */
	RequirementSettings requirements();

	/**
	 * The desk of a guard that stands alone: nothing is declared, and what the guard has
	 * to fill by itself stops at a second of replica lag.
	 * @param schema the journal of the guard's database
	 * @param events who hears of what happens
	 * @return such a desk
	 */
	static BackfillDesk undeclared(JournalSchema schema, Events events) {
		return new UndeclaredBackfills(schema, events);
	}

}
