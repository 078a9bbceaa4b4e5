package dev.zdm.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

/**
 * A transaction that reads and writes a row of each table and then stays open for a
 * while, again and again, with pauses of two seconds. One that lasts no time at all is
 * none.
 */
final class Obstacle implements AutoCloseable {

	private static final long PAUSE_MILLIS = 2000;

	private static final String USE = """
			select from totals where customer_id = 0;
			update orders set quantity = 1 where id = 0;
			update payments set amount = 1 where id = 0;
			update events set what = '' where id = 0;
			update customers set logins = 0 where id = 0;
			update baskets set order_id = order_id where id = 0;
			select pg_current_xact_id()
			""";

	private final CountDownLatch began = new CountDownLatch(1);

	private final CountDownLatch over = new CountDownLatch(1);

	private final CompletableFuture<Void> running;

	Obstacle(DataSource dataSource, Duration duration) {
		this.running = CompletableFuture.runAsync(() -> work(dataSource, duration));
	}

	/** Returns when the first transaction is in the way. */
	void awaitBegin() throws InterruptedException {
		this.began.await();
	}

	@Override
	public void close() {
		this.over.countDown();
		this.running.join();
	}

	private void work(DataSource dataSource, Duration duration) {
		if (duration.isZero()) {
			this.began.countDown();
			return;
		}
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			boolean ended = false;
			while (!ended) {
				try {
					statement.execute(USE);
				}
				catch (SQLException ex) {
					connection.rollback();
					statement.execute("update orders set quantity = 1 where id = 0");
				}
				this.began.countDown();
				ended = this.over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
				connection.commit();
				ended = ended || this.over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.began.countDown();
		}
	}

}
