package dev.zdm.guard;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.zdm.backfill.Backfill;
import dev.zdm.backfill.BackfillSettings;
import dev.zdm.backfill.ForegroundBackfill;
import dev.zdm.event.Events;
import dev.zdm.execute.BlockerPolicy;
import dev.zdm.execute.LadderSettings;
import dev.zdm.execute.LockLadder;
import dev.zdm.execute.PlanExecutor;
import dev.zdm.jdbc.GuardedDataSource;
import dev.zdm.journal.JournalSchema;
import dev.zdm.journal.MigrationJournal;
import dev.zdm.journal.MigrationRecord;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import dev.zdm.throttle.Throttle;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of a test's own, once through the guard with a small pool and once past it.
 */
public final class GuardedDatabase implements AutoCloseable {

	private static final PostgresServer SERVER = PostgresCluster.shared().primary();

	private static final AtomicInteger COPIES = new AtomicInteger();

	private final String name;

	private final HikariDataSource pool;

	private final MigrationJournal journal;

	private final GuardedDataSource guarded;

	private final GuardSettings settings;

	private final LadderSettings ladder;

	private final BlockerPolicy blockers;

	private final List<String> roles = new ArrayList<>();

	private GuardedDatabase(GuardSettings settings, LadderSettings ladder, BlockerPolicy blockers, int poolSize) {
		this(SERVER.createDatabase(), settings, ladder, blockers, poolSize);
	}

	private GuardedDatabase(String name, GuardSettings settings, LadderSettings ladder, BlockerPolicy blockers,
			int poolSize) {
		this.name = name;
		this.settings = settings;
		this.ladder = ladder;
		this.blockers = blockers;
		HikariConfig config = new HikariConfig();
		config.setDataSource(SERVER.dataSource(this.name));
		config.setMaximumPoolSize(poolSize);
		config.setConnectionTimeout(1000);
		this.pool = new HikariDataSource(config);
		this.journal = new MigrationJournal(new JournalSchema(this.pool));
		this.guarded = guarded(this.pool, this.journal);
	}

	private GuardedDataSource guarded(DataSource dataSource, MigrationJournal ofAll) {
		return new GuardedDataSource(dataSource, new Guard(this.settings, this.ladder.downtime(),
				new PlanExecutor(new LockLadder(this.ladder, this.blockers)), ofAll, new Events(List.of())));
	}

	public static GuardedDatabase create() {
		return with(GuardSettings.defaults());
	}

	public static GuardedDatabase with(GuardSettings settings) {
		return new GuardedDatabase(settings,
				new LadderSettings(Duration.ofMillis(400), 5, Duration.ofMillis(20), Duration.ofSeconds(20)),
				BlockerPolicy.report(), 6);
	}

	/** A database with all that is in another one, to which nobody is connected. */
	public static GuardedDatabase copyOf(String template) throws SQLException {
		String copy = template + "_" + COPIES.incrementAndGet();
		execute(SERVER.dataSource(), "create database " + copy + " template " + template);
		return new GuardedDatabase(copy, GuardSettings.defaults(), LadderSettings.defaults(), BlockerPolicy.report(),
				4);
	}

	public static GuardedDatabase with(LadderSettings ladder) {
		return with(ladder, BlockerPolicy.report());
	}

	public static GuardedDatabase with(LadderSettings ladder, BlockerPolicy blockers) {
		return new GuardedDatabase(GuardSettings.defaults(), ladder, blockers, 6);
	}

	public static GuardedDatabase withPoolOf(int size) {
		return new GuardedDatabase(GuardSettings.defaults(), LadderSettings.defaults(), BlockerPolicy.report(), size);
	}

	public static int majorVersion() {
		return SERVER.majorVersion();
	}

	public DataSource guarded() {
		return this.guarded;
	}

	/** The same pool behind a guard that knows some backfills. */
	public DataSource guarded(RequirementSettings requirements, Backfill... backfills) {
		return guarded(this.pool, this.settings, requirements, backfills);
	}

	/** A pool behind a guard that knows some backfills. */
	static DataSource guarded(DataSource pool, Backfill... backfills) {
		return guarded(pool, GuardSettings.defaults(), RequirementSettings.DEFAULTS, backfills);
	}

	/** A pool for a database. */
	static DataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername("postgres");
		config.setPassword("postgres");
		return new HikariDataSource(config);
	}

	private static DataSource guarded(DataSource pool, GuardSettings settings, RequirementSettings requirements,
			Backfill... backfills) {
		JournalSchema schema = new JournalSchema(pool);
		Events events = new Events(List.of());
		BackfillDesk desk = new BackfillDesk() {

			@Override
			public List<Backfill> declared() {
				return List.of(backfills);
			}

			@Override
			public ForegroundBackfill foreground() {
				return new ForegroundBackfill(schema, new Throttle(null, List.of(), Clock.systemUTC()), events,
						BackfillSettings.DEFAULTS.heartbeat(Duration.ofMillis(500)).batchRows(10, 50));
			}

			@Override
			public RequirementSettings requirements() {
				return requirements;
			}

		};
		LadderSettings ladder = LadderSettings.defaults();
		return new GuardedDataSource(pool, new Guard(settings, ladder.downtime(),
				new PlanExecutor(new LockLadder(ladder)), new MigrationJournal(schema), events, () -> desk));
	}

	public HikariDataSource pool() {
		return this.pool;
	}

	public DataSource unguarded() {
		return SERVER.dataSource(this.name);
	}

	/** Creates a role that may log in and keep a journal, and nothing else. */
	public String createRole(String suffix) throws SQLException {
		String role = this.name + "-" + suffix;
		this.roles.add(role);
		execute("create role \"" + role + "\" login password 'secret'",
				"grant create on database " + this.name + " to \"" + role + "\"",
				"grant create on schema public to \"" + role + "\"");
		return role;
	}

	/** Connections of a role that was created here. */
	public DataSource as(String role) {
		PGSimpleDataSource plain = new PGSimpleDataSource();
		plain.setURL(jdbcUrl());
		plain.setUser(role);
		plain.setPassword("secret");
		return plain;
	}

	/** Runs a statement through a guard whose connections are those of a role. */
	public void guardAs(String role, String sql) throws SQLException {
		guardOn(as(role), sql);
	}

	/** Runs a statement through a guard whose connections come from elsewhere. */
	public void guardOn(DataSource dataSource, String sql) throws SQLException {
		execute(guardedOn(dataSource), sql);
	}

	/** Through a guard whose connections come from elsewhere. */
	public DataSource guardedOn(DataSource dataSource) {
		return guarded(dataSource, new MigrationJournal(new JournalSchema(dataSource)));
	}

	public String jdbcUrl() {
		return SERVER.jdbcUrl(this.name);
	}

	public List<MigrationRecord> journal() throws SQLException {
		return this.journal.recent(100);
	}

	public MigrationRecord lastEntry() throws SQLException {
		return this.journal.recent(1).get(0);
	}

	/** Runs statements past the guard. */
	public void execute(String... statements) throws SQLException {
		execute(unguarded(), statements);
	}

	/** Runs statements through the guard, each in autocommit. */
	public void guard(String... statements) throws SQLException {
		execute(this.guarded, statements);
	}

	private static void execute(DataSource dataSource, String... statements) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/** The first column of a query, past the guard. */
	public List<String> query(String sql) throws SQLException {
		try (Connection connection = unguarded().getConnection()) {
			return query(connection, sql);
		}
	}

	public static List<String> query(Connection connection, String sql) throws SQLException {
		List<String> values = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			while (row.next()) {
				values.add(row.getString(1));
			}
		}
		return values;
	}

	/** The names of the valid indexes of a table. */
	public List<String> validIndexes(String table) throws SQLException {
		return query("select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = '"
				+ table + "'::regclass and i.indisvalid order by 1");
	}

	/** The constraints of a table, those that are not yet validated marked. */
	public List<String> constraints(String table) throws SQLException {
		return query("select conname || case when convalidated then '' else ' not valid' end from pg_constraint "
				+ "where conrelid = '" + table + "'::regclass order by 1");
	}

	@Override
	public void close() {
		this.pool.close();
		SERVER.dropDatabase(this.name);
		try {
			for (String role : this.roles) {
				execute(SERVER.dataSource("postgres"), "drop role \"" + role + "\"");
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
