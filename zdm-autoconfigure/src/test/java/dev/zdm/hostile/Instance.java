package dev.zdm.hostile;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.catalog.Database;
import dev.zdm.event.Events;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.guard.Guard;
import dev.zdm.guard.GuardSettings;
import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;

/**
 * An instance of an application, with a pool and a guard of its own and nothing in memory
 * of those before it.
 */
final class Instance implements AutoCloseable {

	/** What a session may not keep of ours. */
	private static final String SETTINGS = "select name || '=' || setting from pg_settings "
			+ "where source = 'session' and setting is distinct from reset_val and name <> 'application_name'";

	private static final int CONNECTIONS = 5;

	private final MortalDataSource mortal;

	private final HikariDataSource pool;

	private final GuardedDataSource guarded;

	private final MigrationJournal journal;

	Instance(DataSource database, Duration giveUpAfter) {
		this.mortal = new MortalDataSource(database);
		HikariConfig config = new HikariConfig();
		config.setDataSource(this.mortal);
		config.setMaximumPoolSize(CONNECTIONS);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(5000);
		this.pool = new HikariDataSource(config);
		JournalSchema schema = new JournalSchema(this.pool);
		this.journal = new MigrationJournal(schema);
		LadderSettings ladder = new LadderSettings(Duration.ofMillis(400), 5, Duration.ofMillis(20), giveUpAfter);
		this.guarded = new GuardedDataSource(this.pool,
				new Guard(GuardSettings.defaults(), ladder.downtime(), new PlanExecutor(new LockLadder(ladder)),
						this.journal, new Events(List.of()), () -> new QuickDesk(schema)));
	}

	MortalDataSource process() {
		return this.mortal;
	}

	MigrationJournal journal() {
		return this.journal;
	}

	Connection connect() throws SQLException {
		return this.guarded.getConnection();
	}

	/** Runs a statement through the guard, in autocommit. */
	void run(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** What the sessions in its pool have set, by backend; nothing of what is left. */
	Map<Integer, List<String>> settings() throws SQLException {
		Map<Integer, List<String>> settings = new TreeMap<>();
		List<Connection> all = new ArrayList<>();
		try {
			for (int i = 0; i < CONNECTIONS; i++) {
				Connection connection = this.pool.getConnection();
				all.add(connection);
				List<String> found = Database.strings(connection, SETTINGS);
				if (!found.isEmpty()) {
					settings.put(i, found);
				}
			}
		}
		finally {
			for (Connection connection : all) {
				connection.close();
			}
		}
		return settings;
	}

	/** Nothing is put in order. */
	void kill() {
		this.mortal.kill();
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
