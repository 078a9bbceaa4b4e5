package dev.zdm.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.JournalSchemaException;
import dev.zdm.throttle.Throttle;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Runs single backfills to their end while somebody waits for them, such as a migration.
 * Otherwise they are like all others: entered into the journal, exactly once, braked by
 * the throttle, seen and stopped by {@link Backfills}, and gone on with by whoever runs
 * the same definition again. Instances that know the definition help, others leave it
 * alone.
 * <p>
 * It works in threads and on connections of its own, one at a time, past the transaction
 * of the thread that waits. That one must not hold locks on the table, or both would wait
 * for ever. Safe for use by several threads.
 */
public final class ForegroundBackfill {

	private static final Duration LOOK_EVERY = Duration.ofMillis(200);

	private final JournalSchema journal;

	private final Throttle throttle;

	private final Events events;

	private final BackfillSettings settings;

	private final PlanExecutor executor;

	/**
	 * Creates it, with the lock ladder as it is when nothing is configured; nothing is
	 * asked of the database yet.
	 * @param journal the schema that backfills are kept in, created when first needed
	 * @param throttle says how fast to go; started and stopped by this
	 * @param events who hears of what happens
	 * @param settings how to work; what has a condition is verified in any case
	 */
	public ForegroundBackfill(JournalSchema journal, Throttle throttle, Events events, BackfillSettings settings) {
		this(journal, throttle, events, settings, new PlanExecutor(new LockLadder(LadderSettings.defaults())));
	}

	/**
	 * Creates it; nothing is asked of the database yet.
	 * @param journal the schema that backfills are kept in, created when first needed
	 * @param throttle says how fast to go; started and stopped by this
	 * @param events who hears of what happens
	 * @param settings how to work; what has a condition is verified in any case
	 * @param executor takes the locks that triggers need
	 */
	public ForegroundBackfill(JournalSchema journal, Throttle throttle, Events events, BackfillSettings settings,
			PlanExecutor executor) {
		this.executor = executor;
		this.journal = journal;
		this.throttle = throttle;
		this.events = events;
		this.settings = settings.verify(true);
	}

	/**
	 * Runs a backfill and returns when all of its rows are done, which may take hours.
	 * One that is done already, by its name and definition, is not run again. One that
	 * failed, or has rows put aside, is tried again from there. While it is paused this
	 * waits for it to be resumed.
	 * @param backfill what to do. Its name stands for this one task: what is to be done
	 * anew one day needs another name
	 * @param waiting what the caller does meanwhile
	 * @return how far it is: done, with no row left over
	 * @throws BackfillUnfinishedException if it cannot be run, fails, is cancelled, or
	 * leaves rows over
	 * @throws SQLException if there is no connection to be had, or the caller gave up;
	 * what is done stays, and running it again goes on there
	 * @throws InterruptedException if the waiting thread was told to stop; likewise
	 */
	public BackfillProgress run(Backfill backfill, Waiting waiting) throws SQLException, InterruptedException {
		try {
			requireConnection();
			this.journal.create();
			BackfillTable table = new BackfillTable(sessions());
			tryAgain(table, backfill);
			try (BackfillRunner runner = new BackfillRunner(this.journal, this.throttle, this.events, List.of(backfill),
					this.settings, this.executor)) {
				runner.start();
				return await(table, backfill, waiting);
			}
		}
		catch (BackfillDefinitionException ex) {
			throw new BackfillUnfinishedException(ex);
		}
		catch (DataAccessException | TransactionException | JournalSchemaException ex) {
			throw asSqlException(ex);
		}
	}

	/**
	 * How a definition stands, and how many rows of its table meet its condition now,
	 * also those that came after it was done. Counting reads the table under
	 * {@code ACCESS SHARE}, for half a minute at most.
	 * @param backfill the definition
	 * @param limit how many rows to count at most; 0 leaves the table alone
	 * @return the state in the journal, and the rows
	 * @throws BackfillUnfinishedException if it cannot be run
	 * @throws SQLException if the database cannot be asked
	 */
	public BackfillOutlook outlook(Backfill backfill, long limit) throws SQLException {
		try {
			requireConnection();
			this.journal.create();
			return new OutlookQuery(sessions(), new Backfills(this.journal, this.events)).read(backfill, limit);
		}
		catch (BackfillDefinitionException ex) {
			throw new BackfillUnfinishedException(ex);
		}
		catch (DataAccessException | TransactionException | JournalSchemaException ex) {
			throw asSqlException(ex);
		}
	}

	/**
	 * As {@link #run}, but one that is done, and has a condition that tells what is still
	 * to be done, makes another pass for rows that meet it since: such as were written by
	 * code that did not know of it.
	 * @param backfill what to do
	 * @param waiting what the caller does meanwhile
	 * @return how far it is: done, with no row left over
	 * @throws SQLException as {@link #run}
	 * @throws InterruptedException as {@link #run}
	 */
	public BackfillProgress runAgain(Backfill backfill, Waiting waiting) throws SQLException, InterruptedException {
		try {
			requireConnection();
			this.journal.create();
			Optional<BackfillTable.Row> known = new BackfillTable(sessions()).find(backfill);
			if (known.isPresent() && OutlookQuery.tells(backfill) && progress(backfill).rowsAside() == 0) {
				new Reopening(sessions()).reopen(known.get().id(), backfill);
			}
		}
		catch (BackfillDefinitionException ex) {
			throw new BackfillUnfinishedException(ex);
		}
		catch (DataAccessException | TransactionException | JournalSchemaException ex) {
			throw asSqlException(ex);
		}
		return run(backfill, waiting);
	}

	/**
	 * Whether the newest backfill of a name, by whatever definition, is done and left
	 * nothing over.
	 * @param name the name
	 * @return whether it is; false when there is none
	 * @throws SQLException if the database cannot be asked
	 */
	public boolean wasDone(String name) throws SQLException {
		try {
			requireConnection();
			return new Backfills(this.journal, this.events).find(name)
				.filter((progress) -> new BackfillOutlook(progress, null).isGood())
				.isPresent();
		}
		catch (DataAccessException | TransactionException ex) {
			throw asSqlException(ex);
		}
	}

	/**
	 * The migrations that a backfill waits for and that have not run. Where a migration
	 * waits for the backfill, the two would wait for ever.
	 * @param backfill the definition
	 * @return their versions, or ids, as the definition names them; empty once it has
	 * begun
	 * @throws SQLException if the database cannot be asked
	 */
	public List<String> missingMigrations(Backfill backfill) throws SQLException {
		try {
			requireConnection();
			this.journal.create();
			boolean begun = new BackfillTable(sessions()).find(backfill)
				.filter(BackfillTable.Row::prepared)
				.isPresent();
			return begun ? List.of() : new Dependencies(sessions()).missingMigrations(backfill);
		}
		catch (DataAccessException | TransactionException | JournalSchemaException ex) {
			throw asSqlException(ex);
		}
	}

	private Sessions sessions() {
		return new Sessions(this.journal.dataSource());
	}

	/** One that is free now and then is all that it takes. */
	private void requireConnection() throws SQLException {
		try (Connection free = this.journal.dataSource().getConnection()) {
			free.isReadOnly();
		}
		catch (SQLTransientConnectionException ex) {
			throw new SQLTransientConnectionException("A backfill that a migration waits for needs a connection "
					+ "beside those of the migration, and the pool gave none: " + ex.getMessage()
					+ " Make it larger (spring.datasource.hikari.maximum-pool-size).", ex.getSQLState(), ex);
		}
	}

	private void tryAgain(BackfillTable table, Backfill backfill) {
		Optional<BackfillTable.Row> known = table.find(backfill);
		if (known.isEmpty()) {
			return;
		}
		BackfillState state = known.get().state();
		boolean aside = state == BackfillState.DONE && progress(backfill).rowsAside() > 0;
		if (state == BackfillState.FAILED || aside) {
			new Backfills(this.journal, this.events).resume(backfill.name());
		}
	}

	private BackfillProgress await(BackfillTable table, Backfill backfill, Waiting waiting)
			throws SQLException, InterruptedException {
		while (true) {
			BackfillTable.Row row = table.find(backfill).orElseThrow();
			BackfillState state = row.state();
			BackfillProgress progress = progress(backfill);
			switch (state) {
				case DONE -> {
					return requireNoRest(row.id(), progress);
				}
				case FAILED ->
					throw new BackfillUnfinishedException(backfill.name(), state, "has failed: " + progress.lastError()
							+ ". What it did stays. Mend the cause and run the migration again: it goes on there");
				case CANCELLED -> throw new BackfillUnfinishedException(backfill.name(), state,
						"was cancelled. Resume it on the endpoint of any instance, or by:  update zdm.backfill "
								+ "set state = 'waiting' where name = '" + backfill.name()
								+ "'  and run the migration again: it goes on there");
				default -> waiting.pause(progress, LOOK_EVERY);
			}
		}
	}

	private BackfillProgress requireNoRest(long id, BackfillProgress progress) throws BackfillUnfinishedException {
		Long left = progress.rowsLeft();
		if (progress.rowsAside() > 0) {
			String error = new AsideTable(sessions()).firstError(id).orElse("");
			throw new BackfillUnfinishedException(progress.name(), progress.state(),
					("is done but for %d rows that could not be changed: %s. They are in zdm.backfill_aside; mend "
							+ "them and run the migration again: they are tried again")
						.formatted(progress.rowsAside(), error));
		}
		Optional<String> undone = new Remainder((left != null) ? left : 0, 0).undone();
		if (undone.isPresent()) {
			throw new BackfillUnfinishedException(progress.name(), progress.state(), "is done, but " + undone.get());
		}
		return progress;
	}

	private BackfillProgress progress(Backfill backfill) {
		return new Backfills(this.journal, this.events).find(backfill.name()).orElseThrow();
	}

	private static SQLException asSqlException(RuntimeException ex) {
		return (NestedExceptionUtils.getRootCause(ex) instanceof SQLException sql)
				? new SQLException(ex.getMessage(), sql.getSQLState(), ex) : new SQLException(ex);
	}

	/**
	 * What the caller does while a backfill is worked on.
	 */
	public interface Waiting {

		/**
		 * Lets some time pass. Whatever is thrown stops the work within about one batch.
		 * @param progress how far the backfill is
		 * @param time how long to wait
		 * @throws SQLException if the caller gives up
		 * @throws InterruptedException if the thread is told to stop
		 */
		void pause(BackfillProgress progress, Duration time) throws SQLException, InterruptedException;

		/**
		 * Waits and does nothing else; ends when the thread is interrupted.
		 * @return such a way to wait
		 */
		static Waiting patiently() {
			return (progress, time) -> Thread.sleep(time.toMillis());
		}

	}

}
