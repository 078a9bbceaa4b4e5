package dev.zdm.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, every few seconds on a connection of the pool's, how far a step is that runs on
 * another one, whom it waits for, and who waits for it. A step that is done within the
 * first second is not looked at. What goes wrong with looking never stops the step.
 */
final class StepWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StepWatch.class);

	private static final Duration FIRST = Duration.ofSeconds(1);

	private static final Duration PERIOD = Duration.ofSeconds(2);

	/** Numbers belong to the phase, so only those that move in it are named. */
	private static final String PROGRESS = """
			select p.phase || case
			    when p.phase like 'waiting%' and p.lockers_total > 0
			        then ', ' || p.lockers_done || ' of ' || p.lockers_total || ' transactions have ended'
			    when p.phase like '%tuples%' and p.tuples_total > 0
			        then ', ' || p.tuples_done || ' of ' || p.tuples_total || ' rows'
			    when p.blocks_total > 0 then ', ' || p.blocks_done || ' of ' || p.blocks_total || ' blocks'
			    else '' end
			from pg_stat_progress_create_index p where p.pid = ?
			""";

	private static final String AWAITED = """
			select distinct on (b.pid) nullif(b.pid, 0), a.usename, a.application_name,
			    coalesce(a.state, 'prepared for a two-phase commit'),
			    extract(epoch from clock_timestamp() - a.xact_start) * 1000, 'what this step waits for', a.query,
			    case when b.pid = 0 then 'PREPARED' else 'CLIENT' end, ''
			from unnest(pg_blocking_pids(?)) b (pid) left join pg_stat_activity a on a.pid = b.pid
			""";

	private static final String BEHIND = """
			select count(*) from pg_stat_activity a where a.wait_event_type = 'Lock' and ? = any (pg_blocking_pids(a.pid))
			""";

	private final DataSource dataSource;

	private final int pid;

	private final Consumer<StepProgress> listener;

	private final CountDownLatch over = new CountDownLatch(1);

	private final Thread thread = new Thread(this::watch, "zdm step watch");

	private StepWatch(DataSource dataSource, int pid, Consumer<StepProgress> listener) {
		this.dataSource = dataSource;
		this.pid = pid;
		this.listener = listener;
		this.thread.setDaemon(true);
	}

	/**
	 * Begins to look.
	 * @param dataSource where a connection comes from for each look
	 * @param pid the backend that runs the step
	 * @param listener hears, on another thread, of each look
	 */
	static StepWatch start(DataSource dataSource, int pid, Consumer<StepProgress> listener) {
		StepWatch watch = new StepWatch(dataSource, pid, listener);
		watch.thread.start();
		return watch;
	}

	/** Ends the looking. A look that has begun may still be told of. */
	@Override
	public void close() {
		this.over.countDown();
	}

	private void watch() {
		try {
			boolean ended = this.over.await(FIRST.toMillis(), TimeUnit.MILLISECONDS);
			while (!ended) {
				look();
				ended = this.over.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Tells when the connection is given back: the listener may need one. */
	private void look() {
		try {
			StepProgress progress = progress();
			if (this.over.getCount() > 0) {
				this.listener.accept(progress);
			}
		}
		catch (SQLException ex) {
			logger.debug("Could not see how far the step is", ex);
		}
	}

	private StepProgress progress() throws SQLException {
		try (Connection connection = SpareConnection.open(this.dataSource)) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			try {
				return new StepProgress(text(connection), awaited(connection), behind(connection));
			}
			finally {
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	private String text(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(PROGRESS)) {
			statement.setInt(1, this.pid);
			try (ResultSet row = statement.executeQuery()) {
				return row.next() ? Objects.requireNonNullElse(row.getString(1), "") : "";
			}
		}
	}

	private List<Blocker> awaited(Connection connection) throws SQLException {
		List<Blocker> awaited = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(AWAITED)) {
			statement.setInt(1, this.pid);
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					awaited.add(Blockers.blocker(row));
				}
			}
		}
		return awaited;
	}

	private int behind(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(BEHIND)) {
			statement.setInt(1, this.pid);
			try (ResultSet row = statement.executeQuery()) {
				row.next();
				return row.getInt(1);
			}
		}
	}

}
