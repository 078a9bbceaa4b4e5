package dev.zdm.execute;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, every few seconds on a connection of the pool's, how far a step is that runs on
 * another one, whom it waits for, and who waits for it. Whom it waits for too long is
 * canceled or terminated, if the policy says so. A step that is done within the first
 * second is not looked at. What goes wrong with looking never stops the step.
 */
final class StepWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StepWatch.class);

	private static final Duration FIRST = Duration.ofSeconds(1);

	private static final Duration PERIOD = Duration.ofSeconds(2);

	private final DataSource dataSource;

	private final StepLook look;

	private final Consumer<StepProgress> listener;

	private final LadderListener removals;

	private final Obstruction obstruction;

	private final Set<Integer> ownSessions = OwnSessions.ofThisThread();

	private final long started = System.nanoTime();

	private final CountDownLatch over = new CountDownLatch(1);

	private final Thread thread = new Thread(this::watch, "zdm step watch");

	private StepWatch(DataSource dataSource, int pid, BlockerPolicy policy, Consumer<StepProgress> listener,
			LadderListener removals) {
		this.dataSource = dataSource;
		this.look = new StepLook(pid);
		this.obstruction = new Obstruction(policy);
		this.listener = listener;
		this.removals = removals;
		this.thread.setDaemon(true);
	}

	/**
	 * Begins to look.
	 * @param dataSource where a connection comes from for each look
	 * @param pid the backend that runs the step
	 * @param policy what happens to those whom the step waits for
	 * @param listener hears, on another thread, of each look
	 * @param removals hears, on another thread, of those who were ended
	 */
	static StepWatch start(DataSource dataSource, int pid, BlockerPolicy policy, Consumer<StepProgress> listener,
			LadderListener removals) {
		StepWatch watch = new StepWatch(dataSource, pid, policy, listener, removals);
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
				StepProgress progress = this.look.progress(connection,
						Duration.ofNanos(System.nanoTime() - this.started));
				resolve(connection, progress.awaited());
				return progress;
			}
			finally {
				connection.setAutoCommit(autoCommit);
			}
		}
	}

	/** The step may have ended meanwhile: then nobody is in its way any more. */
	private void resolve(Connection connection, List<Blocker> awaited) throws SQLException {
		this.obstruction.seen(awaited);
		OwnSessions.with(this.ownSessions, () -> {
			if (this.over.getCount() > 0) {
				this.obstruction.resolve(connection, awaited, this.removals);
			}
			return null;
		});
	}

}
