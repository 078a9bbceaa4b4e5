package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import dev.zdm.operation.Shop;

/**
 * What goes on around migrations, in threads of its own, until it is over: clients that
 * write, transactions that last, sessions that are canceled or ended, and processes that
 * die.
 */
final class Weather {

	private static final List<String> TABLES = List.of("slot_0", "slot_1", "slot_2", "slot_3", "parted", "orders",
			"visits", "items", "customers", "notes");

	private final Shop shop;

	private final IntFunction<Instance> instances;

	private final Figures figures;

	private final List<CompletableFuture<Void>> threads = new ArrayList<>();

	private volatile boolean over;

	/**
	 * Creates weather that has yet to begin.
	 * @param instances knows the instance that lives at a place
	 */
	Weather(Shop shop, IntFunction<Instance> instances, Figures figures) {
		this.shop = shop;
		this.instances = instances;
		this.figures = figures;
	}

	void begin(long seed) {
		Random seeds = new Random(seed);
		for (int i = 0; i < 2; i++) {
			thread(this::client, seeds.nextLong());
			thread(this::lasting, seeds.nextLong());
		}
		thread(this::disturb, seeds.nextLong());
	}

	void end() {
		this.over = true;
		this.threads.forEach(CompletableFuture::join);
	}

	private void thread(Gust gust, long seed) {
		Random random = new Random(seed);
		this.threads.add(CompletableFuture.runAsync(() -> {
			while (!this.over) {
				try {
					gust.blow(random);
				}
				catch (SQLException | IllegalStateException ex) {
					this.figures.count("clients who met an error");
				}
				pause(random.nextInt(30));
			}
		}, (task) -> new Thread(task, "weather").start()));
	}

	private void client(Random random) throws SQLException {
		try (Connection connection = this.shop.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			for (int i = 0; i < 20 && !this.over; i++) {
				statement.execute("update " + table(random) + " set id = id where id = " + random.nextInt(300));
				statement.execute("select count(*) from " + table(random));
				pause(random.nextInt(20));
			}
		}
	}

	/** It reads or writes some tables, and then does nothing for up to three seconds. */
	private void lasting(Random random) throws SQLException {
		try (Connection connection = this.shop.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			if (random.nextBoolean()) {
				connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
			}
			for (int i = 0; i < 2; i++) {
				statement.execute(random.nextBoolean() ? "select from " + table(random) + " limit 1"
						: "update " + table(random) + " set id = id where id < 5");
			}
			long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(3000));
			while (System.nanoTime() < until && !this.over) {
				pause(20);
			}
			connection.rollback();
			this.figures.count("transactions that lasted");
		}
		pause(random.nextInt(1000));
	}

	/** Cancels or ends what a session of the guard is doing. */
	private void disturb(Random random) throws SQLException {
		pause(100 + random.nextInt(300));
		String backends = this.instances.apply(random.nextInt())
			.process()
			.backends()
			.stream()
			.map(String::valueOf)
			.collect(Collectors.joining(", ", "0, ", ""))
			.replaceFirst(", $", "");
		String how = (random.nextInt(3) == 0) ? "pg_terminate_backend" : "pg_cancel_backend";
		try (Connection connection = this.shop.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("select " + how + "(pid) from pg_stat_activity where pid in ("
						+ backends + ") and (state = 'active' or state like 'idle in%') order by random() limit 1")) {
			if (row.next()) {
				this.figures.count(how);
			}
		}
	}

	private static String table(Random random) {
		return TABLES.get(random.nextInt(TABLES.size()));
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * Something that happens again and again.
	 */
	private interface Gust {

		void blow(Random random) throws SQLException;

	}

}
