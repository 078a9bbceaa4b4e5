package dev.zdm.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

import javax.sql.DataSource;

/**
 * Clients that read and write rows by their keys, each on a connection of its own. At a
 * fixed rate, what a statement took counts from the moment at which it was due, so that
 * those that have to wait behind a late one are late, too.
 */
final class Clients implements AutoCloseable {

	/** They may be gone, or changed, by the very statement that is measured. */
	private static final List<String> GONE = List.of("42P01", "0A000");

	private final List<CompletableFuture<long[]>> running = new ArrayList<>();

	private final DataSource dataSource;

	private final Load load;

	private volatile boolean stopped;

	Clients(DataSource dataSource, Load load) {
		this.dataSource = dataSource;
		this.load = load;
		for (int i = 0; i < load.clients(); i++) {
			CompletableFuture<long[]> client = new CompletableFuture<>();
			new Thread(() -> work(client), "client " + i).start();
			this.running.add(client);
		}
	}

	/** Ends their work, each after the statement at which it is. */
	Latencies stop() {
		this.stopped = true;
		return new Latencies(this.running.stream().flatMapToLong((client) -> LongStream.of(client.join())).toArray());
	}

	@Override
	public void close() {
		this.stopped = true;
	}

	private void work(CompletableFuture<long[]> result) {
		try (Connection connection = this.dataSource.getConnection()) {
			List<PreparedStatement> statements = new ArrayList<>();
			for (String sql : this.load.statements()) {
				statements.add(connection.prepareStatement(sql));
			}
			result.complete(work(statements));
		}
		catch (SQLException | RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	private long[] work(List<PreparedStatement> statements) throws SQLException {
		LongStream.Builder nanos = LongStream.builder();
		long due = System.nanoTime();
		while (!this.stopped) {
			PreparedStatement statement = statements.get(ThreadLocalRandom.current().nextInt(statements.size()));
			statement.setLong(1, ThreadLocalRandom.current().nextLong(1, this.load.keys()));
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
			due = (this.load.rate() == 0) ? now : due + this.load.period();
			if (due > now) {
				LockSupport.parkNanos(due - now);
			}
		}
		return nanos.build().toArray();
	}

}
