package dev.zdm.backfill;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.event.Event;
import dev.zdm.event.Events;
import dev.zdm.journal.JournalSchema;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.Throttle;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.awaitility.Awaitility.await;

/**
 * A fresh database, a connection pool as an application has one, and what it takes to run
 * backfills on it.
 */
final class Shop implements AutoCloseable {

	static final BackfillSettings SETTINGS = BackfillSettings.DEFAULTS.heartbeat(Duration.ofMillis(500));

	final List<Event> heard = new CopyOnWriteArrayList<>();

	final HikariDataSource pool;

	final JdbcTemplate jdbc;

	final Backfills backfills;

	private final List<BackfillRunner> runners = new ArrayList<>();

	private final Events events = new Events(List.of(this.heard::add));

	Shop(PostgresServer server) {
		this(server, server.createDatabase());
	}

	Shop(PostgresServer server, String database) {
		this.pool = pool(server.jdbcUrl(database), server.username(), server.password());
		this.jdbc = new JdbcTemplate(this.pool);
		this.backfills = new Backfills(new JournalSchema(this.pool), this.events);
	}

	static HikariDataSource pool(String url, String username, String password) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(username);
		pool.setPassword(password);
		pool.setMaximumPoolSize(6);
		pool.setConnectionTimeout(2000);
		return pool;
	}

	/**
	 * A runner as one instance of the application has it, not started.
	 */
	BackfillRunner runner(BackfillSettings settings, Backfill... backfills) {
		return runner(new Throttle(null, List.of(), Clock.systemUTC()), settings, backfills);
	}

	BackfillRunner runner(Throttle throttle, BackfillSettings settings, Backfill... backfills) {
		BackfillRunner runner = new BackfillRunner(new JournalSchema(this.pool), throttle, this.events,
				List.of(backfills), settings);
		this.runners.add(runner);
		return runner;
	}

	BackfillRunner start(Backfill... backfills) {
		return start(SETTINGS, backfills);
	}

	BackfillRunner start(BackfillSettings settings, Backfill... backfills) {
		BackfillRunner runner = runner(settings, backfills);
		runner.start();
		return runner;
	}

	void run(Backfill backfill) {
		run(SETTINGS, backfill);
	}

	void run(BackfillSettings settings, Backfill backfill) {
		BackfillRunner runner = start(settings, backfill);
		try {
			awaitState(backfill.name(), BackfillState.DONE);
		}
		finally {
			runner.stop();
		}
	}

	BackfillProgress progress(String name) {
		return this.backfills.find(name).orElseThrow();
	}

	void awaitState(String name, BackfillState state) {
		await(name + " is " + state).atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> progress(name).state() == state);
	}

	void awaitRows(String name, long rows) {
		await(name + " changed " + rows + " rows").atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> progress(name).rowsDone() >= rows);
	}

	long count(String query) {
		Long count = this.jdbc.queryForObject("select count(*) from " + query, Long.class);
		return (count != null) ? count : 0;
	}

	void execute(String sql) {
		this.jdbc.execute(sql);
	}

	/** After a crash of the server; the pool believes in those that were just used. */
	void forgetConnections() {
		this.pool.getHikariPoolMXBean().softEvictConnections();
	}

	@Override
	public void close() {
		this.runners.forEach(BackfillRunner::stop);
		this.pool.close();
	}

}
