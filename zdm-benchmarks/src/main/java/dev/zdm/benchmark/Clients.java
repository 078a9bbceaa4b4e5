package dev.zdm.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/**
 * Clients that read and write rows by their keys, each on a connection of its own and at
 * a fixed rate. What a statement took counts from the moment at which it was due, so that
 * those that have to wait behind a late one are late, too.
 */
final class Clients implements AutoCloseable {

	private static final List<String> STATEMENTS = List.of("select status, total from orders where id = ?",
			"update orders set quantity = 1 + quantity % 9 where id = ?", "select amount from payments where id = ?",
			"update payments set amount = amount + 1 where id = ?", "select what from events where id = ?",
			"update events set what = what where id = ?", "select name from customers where id = ?",
			"update customers set logins = logins + 1 where id = ?", "select total from totals where customer_id = ?",
			"select count(*) from baskets where order_id = ? and id = order_id");

	/** They may be gone, or changed, by the very statement that is measured. */
	private static final List<String> GONE = List.of("42P01", "0A000");

	private final List<CompletableFuture<List<Long>>> running = new ArrayList<>();

	private final DataSource dataSource;

	private final int rows;

	private final long period;

	private volatile boolean stopped;

	Clients(DataSource dataSource, PlanOptions options) {
		this.dataSource = dataSource;
		this.rows = options.rows();
		this.period = 1_000_000_000L / options.rate();
		for (int i = 0; i < options.clients(); i++) {
			CompletableFuture<List<Long>> client = new CompletableFuture<>();
			new Thread(() -> work(client), "client " + i).start();
			this.running.add(client);
		}
	}

	/** Ends their work, each after the statement at which it is. */
	Latencies stop() {
		this.stopped = true;
		return new Latencies(
				this.running.stream().flatMap((client) -> client.join().stream()).mapToLong(Long::longValue).toArray());
	}

	@Override
	public void close() {
		this.stopped = true;
	}

	private void work(CompletableFuture<List<Long>> result) {
		try (Connection connection = this.dataSource.getConnection()) {
			List<PreparedStatement> statements = new ArrayList<>();
			for (String sql : STATEMENTS) {
				statements.add(connection.prepareStatement(sql));
			}
			result.complete(work(statements));
		}
		catch (SQLException | RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	private List<Long> work(List<PreparedStatement> statements) throws SQLException {
		List<Long> nanos = new ArrayList<>();
		long due = System.nanoTime();
		while (!this.stopped) {
			PreparedStatement statement = statements.get(ThreadLocalRandom.current().nextInt(statements.size()));
			statement.setLong(1, ThreadLocalRandom.current().nextLong(1, this.rows / 10));
			try {
				statement.execute();
			}
			catch (SQLException ex) {
				if (!GONE.contains(ex.getSQLState())) {
					throw ex;
				}
			}
			long now = System.nanoTime();
			nanos.add(now - due);
			due += this.period;
			if (due > now) {
				LockSupport.parkNanos(due - now);
			}
		}
		return nanos;
	}

}
