package dev.zdm.guard;

import java.time.Duration;

import dev.zdm.catalog.CatalogReader;
import dev.zdm.event.Events;
import dev.zdm.execute.Filler;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.journal.MigrationJournal;

/**
 * What the guard works with.
 *
 * @param catalog reads the facts
 * @param policy decides
 * @param downtime the longest that a statement which is tried only once waits for a lock
 * @param executor runs statements and plans
 * @param journal remembers them
 * @param events tells of them
 * @param filler fills rows in batches
 */
record Toolbox(CatalogReader catalog, Policy policy, Duration downtime, PlanExecutor executor, MigrationJournal journal,
		Events events, Filler filler) {
}
