package dev.zdm.backfill;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.journal.JournalSchema;
import dev.zdm.throttle.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * Works on the backfills that the application declares, together with all other instances
 * that declare them. When nothing is declared it does nothing; when all is done it stops
 * by itself, so that an application whose backfills lie in the past asks the database
 * nothing.
 * <p>
 * While it works it needs a connection per worker and two more now and then, and one
 * while a trigger is created ({@link Backfill#keepInStep()}). Safe for use by several
 * threads.
 */
public final class BackfillRunner implements AutoCloseable {

	private final JournalSchema journal;

	private final Throttle throttle;

	private final Events events;

	private final List<Backfill> backfills;

	private final BackfillSettings settings;

	private final PlanExecutor executor;

	private @Nullable Engine engine;

	/**
	 * Creates a runner that does nothing yet and takes locks as the ladder does when
	 * nothing is configured.
	 * @param journal the schema that backfills are kept in, created when first needed
	 * @param throttle says how fast to go; started and stopped by this
	 * @param events who hears of what happens
	 * @param backfills what the application declares
	 * @param settings how to work
	 * @throws IllegalArgumentException if a definition is incomplete or two have the same
	 * name
	 */
	public BackfillRunner(JournalSchema journal, Throttle throttle, Events events, List<Backfill> backfills,
			BackfillSettings settings) {
		this(journal, throttle, events, backfills, settings,
				new PlanExecutor(new LockLadder(LadderSettings.defaults())));
	}

	/**
	 * Creates a runner that does nothing yet.
	 * @param journal the schema that backfills are kept in, created when first needed
	 * @param throttle says how fast to go; started and stopped by this
	 * @param events who hears of what happens
	 * @param backfills what the application declares
	 * @param settings how to work
	 * @param executor takes the locks that triggers need
	 * @throws IllegalArgumentException if a definition is incomplete or two have the same
	 * name
	 */
	public BackfillRunner(JournalSchema journal, Throttle throttle, Events events, List<Backfill> backfills,
			BackfillSettings settings, PlanExecutor executor) {
		this.executor = executor;
		this.journal = journal;
		this.throttle = throttle;
		this.events = events;
		this.backfills = List.copyOf(backfills);
		this.settings = settings;
		Set<String> names = new HashSet<>();
		for (Backfill backfill : this.backfills) {
			if (!names.add(backfill.complete().name())) {
				throw new IllegalArgumentException(
						"Two backfills are named \"" + backfill.name() + "\"; give one of them another name");
			}
		}
	}

	/**
	 * Checks all definitions on the server, enters them into the journal, and begins to
	 * work. Does nothing when it works already.
	 * @throws BackfillDefinitionException if one of them cannot be run; then none is
	 * entered
	 * @throws BackfillLockedException if one of them cannot be checked, as its table is
	 * locked; likewise
	 * @throws dev.zdm.journal.JournalSchemaException if the tables are missing and may
	 * not be created
	 */
	public synchronized void start() {
		if (this.engine != null || this.backfills.isEmpty()) {
			return;
		}
		this.journal.create();
		Sessions sessions = new Sessions(this.journal.dataSource());
		List<Job> jobs = new Registration(sessions).register(this.backfills);
		if (!new WorkList(sessions, jobs).allDone()) {
			String worker = "zdm-" + UUID.randomUUID();
			Workshop workshop = new Workshop(worker, sessions, new DatabaseClock(sessions), this.throttle,
					new Announcer(this.events), this.settings, this.executor);
			this.engine = new Engine(this.journal.dataSource(), jobs, workshop);
			this.engine.start();
		}
	}

	/**
	 * Ends within about one batch; what is not done goes on elsewhere, or after the next
	 * start.
	 */
	public synchronized void stop() {
		if (this.engine != null) {
			this.engine.stop();
			this.engine = null;
		}
	}

	@Override
	public void close() {
		stop();
	}

	/**
	 * Whether there may still be something to do for this instance.
	 * @return false before the start, after the stop, and when all is done
	 */
	public synchronized boolean isRunning() {
		return this.engine != null && this.engine.isRunning();
	}

}
