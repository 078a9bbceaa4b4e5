package dev.zdm.backfill;

import dev.zdm.execute.PlanExecutor;
import dev.zdm.throttle.Throttle;

/**
 * What all workers of an instance share.
 *
 * @param worker what this instance calls itself in the journal
 * @param sessions connections and transactions
 * @param clock the database's time
 * @param throttle says how fast they may go
 * @param announcer tells what they do
 * @param settings how they work
 * @param executor takes locks on the application's tables
 */
record Workshop(String worker, Sessions sessions, DatabaseClock clock, Throttle throttle, Announcer announcer,
		BackfillSettings settings, PlanExecutor executor) {

}
