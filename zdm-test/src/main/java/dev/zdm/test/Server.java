package dev.zdm.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The contract of a server as far as SQL carries it, over the process that an engine
 * runs.
 */
final class Server implements PostgresServer {

	static final String USERNAME = "postgres";

	static final String PASSWORD = "postgres";

	private static final String DATABASE = "postgres";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String IN_RECOVERY = "select pg_is_in_recovery()";

	private static final String PAUSED = "select pg_get_wal_replay_pause_state() = 'paused'";

	/**
	 * Flushes what was committed without waiting for the disk, and says how far the log
	 * goes. The record makes the commit a real one; {@code local} does not wait for
	 * synchronous replicas, which may be paused.
	 */
	private static final String FLUSH = """
			begin;
			set local synchronous_commit = local;
			select pg_logical_emit_message(true, 'zdm', '');
			commit""";

	private static final String WRITTEN = "select pg_current_wal_flush_lsn()";

	private static final String STREAMING = """
			select exists (
				select from pg_stat_replication where application_name = '%s' and state = 'streaming')""";

	private final String name;

	private final Postmaster postmaster;

	private final @Nullable Server primary;

	private final Superuser superuser;

	private final int majorVersion;

	/**
	 * Describes a server that runs.
	 * @param name the name in the cluster
	 * @param postmaster its process
	 * @param primary the server that it follows, null when it is the primary itself
	 */
	Server(String name, Postmaster postmaster, @Nullable Server primary) {
		this.name = name;
		this.postmaster = postmaster;
		this.primary = primary;
		this.superuser = new Superuser(name, dataSource());
		this.majorVersion = Integer.parseInt(this.superuser.query("show server_version_num")) / 10000;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String host() {
		return this.postmaster.host();
	}

	@Override
	public int port() {
		return this.postmaster.port();
	}

	@Override
	public String jdbcUrl() {
		return jdbcUrl(DATABASE);
	}

	@Override
	public String jdbcUrl(String database) {
		return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database);
	}

	@Override
	public String username() {
		return USERNAME;
	}

	@Override
	public String password() {
		return PASSWORD;
	}

	@Override
	public int majorVersion() {
		return this.majorVersion;
	}

	@Override
	public DataSource dataSource() {
		return dataSource(DATABASE);
	}

	@Override
	public DataSource dataSource(String database) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setServerNames(new String[] { host() });
		dataSource.setPortNumbers(new int[] { port() });
		dataSource.setDatabaseName(database);
		dataSource.setUser(USERNAME);
		dataSource.setPassword(PASSWORD);
		return dataSource;
	}

	@Override
	public Connection connect() throws SQLException {
		return dataSource().getConnection();
	}

	/**
	 * Copying files takes 40 milliseconds where logging every page takes up to 200. The
	 * price is a checkpoint, which costs next to nothing without {@code fsync}.
	 */
	@Override
	public String createDatabase() {
		String database = "test_" + UUID.randomUUID().toString().replace("-", "");
		this.superuser.execute("create database " + database + " template template0 strategy file_copy");
		return database;
	}

	@Override
	public void dropDatabase(String database) {
		this.superuser.execute("drop database if exists \"" + database.replace("\"", "\"\"") + "\" with (force)");
	}

	@Override
	public boolean isRunning() {
		return this.postmaster.isRunning();
	}

	@Override
	public synchronized void stop() {
		this.postmaster.stop(Postmaster.Shutdown.FAST);
	}

	@Override
	public synchronized void start() {
		this.postmaster.start();
	}

	@Override
	public synchronized void crash() {
		this.postmaster.stop(Postmaster.Shutdown.IMMEDIATE);
	}

	@Override
	public synchronized void pauseReplay() {
		requireReplica();
		this.superuser.execute("select pg_wal_replay_pause()");
		await(PATIENCE, () -> this.superuser.isTrue(PAUSED), "has not paused its replay");
	}

	@Override
	public synchronized void resumeReplay() {
		requireReplica();
		this.superuser.execute("select pg_wal_replay_resume()");
	}

	@Override
	public synchronized void promote() {
		requireReplica();
		this.superuser.execute("select pg_promote(true, %d)".formatted(PATIENCE.toSeconds()));
		await(PATIENCE, () -> !this.superuser.isTrue(IN_RECOVERY), "is still in recovery");
	}

	@Override
	public void awaitCaughtUp(Duration timeout) {
		Server source = requireReplica();
		source.superuser.execute(FLUSH);
		String written = source.superuser.query(WRITTEN);
		String replayed = "select coalesce(pg_last_wal_replay_lsn() >= '%s', false)".formatted(written);
		await(timeout, () -> this.superuser.isTrue(replayed), "has not replayed " + written);
	}

	/**
	 * Waits until this replica receives the log of its primary, unless it was promoted in
	 * an earlier life.
	 */
	void awaitStreaming() {
		await(PATIENCE, () -> !this.superuser.isTrue(IN_RECOVERY) || isStreaming(), "does not stream");
	}

	private boolean isStreaming() {
		return this.primary != null && this.primary.superuser.isTrue(STREAMING.formatted(this.name));
	}

	private Server requireReplica() {
		if (this.primary == null) {
			throw new IllegalStateException("%s is no replica".formatted(this.name));
		}
		if (!this.superuser.isTrue(IN_RECOVERY)) {
			throw new IllegalStateException("%s is no replica any more, it was promoted".formatted(this.name));
		}
		return this.primary;
	}

	private void await(Duration timeout, BooleanSupplier condition, String otherwise) {
		if (!Patience.until(timeout, condition)) {
			throw new IllegalStateException("%s %s after %s".formatted(this.name, otherwise, timeout));
		}
	}

}
