package dev.zdm.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * One server of a {@link PostgresCluster}. It is safe for use by many threads; methods
 * that start, stop or promote the server run one after the other.
 * <p>
 * A method that needs the server and finds it stopped, or whose statement PostgreSQL
 * refuses, throws {@link IllegalStateException} with the {@link SQLException} as its
 * cause, unless it declares {@link SQLException} itself.
 */
public sealed interface PostgresServer permits Server {

	/**
	 * How the server is known in its cluster, in its log and in
	 * {@code pg_stat_replication.application_name}.
	 * @return {@code primary}, or {@code replica-1} and so on; a promoted replica keeps
	 * its name
	 */
	String name();

	/**
	 * Where to connect to.
	 * @return the host name
	 */
	String host();

	/**
	 * The TCP port, which stays the same when the server is stopped and started.
	 * @return the port
	 */
	int port();

	/**
	 * The URL of the database {@code postgres}, without user and password.
	 * @return the URL
	 */
	String jdbcUrl();

	/**
	 * The URL of a database, without user and password.
	 * @param database the name of the database, which need not exist yet
	 * @return the URL
	 */
	String jdbcUrl(String database);

	/**
	 * The name of a superuser.
	 * @return the user name
	 */
	String username();

	/**
	 * The password of {@link #username()}. Embedded servers trust every local connection
	 * and take any.
	 * @return the password
	 */
	String password();

	/**
	 * The major version of the server, known while it is stopped, too.
	 * @return the version, such as 18
	 */
	int majorVersion();

	/**
	 * The database {@code postgres}, unpooled: each connection is a new one.
	 * @return a data source
	 */
	DataSource dataSource();

	/**
	 * A database, unpooled: each connection is a new one.
	 * @param database the name of the database, which need not exist yet
	 * @return a data source
	 */
	DataSource dataSource(String database);

	/**
	 * Connects to the database {@code postgres} as superuser.
	 * @return a new connection, which the caller closes
	 * @throws SQLException when the server does not take it
	 */
	Connection connect() throws SQLException;

	/**
	 * Creates a fresh, empty database with a unique name, for one test class. It takes
	 * some ten milliseconds. Replicas have it once they replayed it.
	 * @return the name of the database, which needs no quotes
	 */
	String createDatabase();

	/**
	 * Drops a database and ends all sessions in it. Nothing happens when there is none of
	 * that name.
	 * @param name the name of the database
	 */
	void dropDatabase(String name);

	/**
	 * Whether the server's main process is alive.
	 * @return true from {@link #start()} until {@link #stop()} or {@link #crash()}
	 */
	boolean isRunning();

	/**
	 * Shuts down fast: open transactions are rolled back, sessions ended, a checkpoint
	 * written. Returns once the server has ended. Nothing happens when it is stopped.
	 */
	void stop();

	/**
	 * Starts the stopped server again on the same port and data, and returns once it
	 * takes connections. After {@link #crash()} it recovers first. Replicas reconnect to
	 * their primary by themselves, soon but not before this method returns. Nothing
	 * happens when it runs.
	 */
	void start();

	/**
	 * Shuts down at once, without a checkpoint and without a word to the clients, as if
	 * the machine had lost its power, save that what was written is not lost. Returns
	 * once the server has ended. Nothing happens when it is stopped.
	 */
	void crash();

	/**
	 * Stops the replay of a replica, which goes on receiving. Returns once replay has
	 * stopped. A restart of the replica ends the pause.
	 * @throws IllegalStateException when this is no replica, or no longer
	 */
	void pauseReplay();

	/**
	 * Goes on with the replay.
	 * @throws IllegalStateException when this is no replica, or no longer
	 */
	void resumeReplay();

	/**
	 * Makes a replica a primary of its own and returns once it is writable. The other
	 * servers keep following the old primary.
	 * @throws IllegalStateException when this is no replica, or no longer
	 */
	void promote();

	/**
	 * Waits until the replica has replayed everything that was committed on the primary
	 * when this method was called. It writes one small record to the primary's log.
	 * @param timeout how long to wait at most
	 * @throws IllegalStateException when this is no replica, or no longer, or when the
	 * time is over
	 */
	void awaitCaughtUp(Duration timeout);

}
