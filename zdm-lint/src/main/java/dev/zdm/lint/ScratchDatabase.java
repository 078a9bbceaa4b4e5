package dev.zdm.lint;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import dev.zdm.lint.Options.Database;
import dev.zdm.test.PostgresCluster;
import dev.zdm.test.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * The database on which scripts are replayed: the user's, or a new one in an embedded
 * server that goes away with it.
 */
final class ScratchDatabase implements AutoCloseable {

	private final @Nullable PostgresCluster cluster;

	private final String url;

	private final Properties login = new Properties();

	/**
	 * The same few questions are asked to the catalog for each statement: they are
	 * planned once.
	 */
	private ScratchDatabase(@Nullable PostgresCluster cluster, String url) {
		this.cluster = cluster;
		this.url = url;
		this.login.setProperty("ApplicationName", "zdm-lint");
		this.login.setProperty("prepareThreshold", "1");
		this.login.setProperty("options", "-c plan_cache_mode=force_generic_plan");
	}

	/**
	 * Opens the database that was asked for.
	 * @throws UsageException if the server is none of the version that was asked for
	 */
	static ScratchDatabase open(Database wanted) throws SQLException {
		ScratchDatabase database = (wanted.url() != null) ? given(wanted, wanted.url()) : embedded();
		try (Connection connection = database.connect()) {
			int version = connection.getMetaData().getDatabaseMajorVersion();
			if (wanted.version() != null && wanted.version() != version) {
				throw new UsageException(otherVersion(wanted, version));
			}
			return database;
		}
		catch (SQLException | RuntimeException ex) {
			database.close();
			throw ex;
		}
	}

	private static String otherVersion(Database wanted, int version) {
		return (wanted.url() != null)
				? "The server of --jdbc-url is PostgreSQL " + version + ", not " + wanted.version() + "."
				: "This zdm-lint.jar has PostgreSQL " + version + " inside, not " + wanted.version()
						+ ". Give a scratch database of that version with --jdbc-url, or build zdm-lint with "
						+ "-Dzdm.test.postgres.version=" + wanted.version() + ".";
	}

	private static ScratchDatabase given(Database wanted, String url) {
		ScratchDatabase database = new ScratchDatabase(null, url);
		if (wanted.user() != null) {
			database.login.setProperty("user", wanted.user());
		}
		if (wanted.password() != null) {
			database.login.setProperty("password", wanted.password());
		}
		return database;
	}

	private static ScratchDatabase embedded() {
		PostgresCluster cluster;
		try {
			cluster = PostgresCluster.builder().start();
		}
		catch (IllegalStateException ex) {
			throw new UsageException("The embedded PostgreSQL does not start: " + ex.getMessage()
					+ "\nGive a scratch database with --jdbc-url instead.");
		}
		PostgresServer server = cluster.primary();
		ScratchDatabase database = new ScratchDatabase(cluster, server.jdbcUrl(server.createDatabase()));
		database.login.setProperty("user", server.username());
		database.login.setProperty("password", server.password());
		return database;
	}

	/** The server's version, such as 18.6. */
	String version() throws SQLException {
		try (Connection connection = connect()) {
			return connection.getMetaData().getDatabaseProductVersion().split(" ")[0];
		}
	}

	/** Connects, in autocommit. */
	Connection connect() throws SQLException {
		return DriverManager.getConnection(this.url, this.login);
	}

	@Override
	public void close() {
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

}
