package dev.zdm.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import dev.zdm.guard.Guard;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A {@code DataSource} whose connections hand DDL to the guard. Everything else is the
 * driver's: statements prepared for anything but DDL are the driver's own objects. A
 * database that is not PostgreSQL is left alone.
 */
public final class GuardedDataSource extends DelegatingDataSource implements Closeable {

	private final DataSource target;

	private final Guard guard;

	private final @Nullable MigrationOrigin origin;

	private volatile @Nullable Boolean postgres;

	/**
	 * Guards a {@code DataSource}.
	 * @param target where connections come from
	 * @param guard judges DDL
	 */
	public GuardedDataSource(DataSource target, Guard guard) {
		this(target, guard, null);
	}

	private GuardedDataSource(DataSource target, Guard guard, @Nullable MigrationOrigin origin) {
		super(target);
		this.target = target;
		this.guard = guard;
		this.origin = origin;
	}

	/**
	 * The same for a migration tool, all of whose statements come from migrations.
	 * @param migration says which one they come from, each time; unless the thread says
	 * so itself
	 * @return another {@code DataSource} with the same target and guard
	 */
	public GuardedDataSource from(MigrationOrigin migration) {
		return new GuardedDataSource(this.target, this.guard, migration);
	}

	/**
	 * The {@code DataSource} behind the guard, for work that must not be judged.
	 * @param dataSource any {@code DataSource}
	 * @return its target if it is guarded, else itself
	 */
	public static DataSource unguarded(DataSource dataSource) {
		return (dataSource instanceof GuardedDataSource guarded) ? guarded.target : dataSource;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return guarded(this.target.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return guarded(this.target.getConnection(username, password));
	}

	/**
	 * Closes the target, for those who made it for themselves and look for this method.
	 */
	@Override
	public void close() throws IOException {
		if (this.target instanceof Closeable closeable) {
			closeable.close();
		}
	}

	/** Where connections come from. */
	DataSource target() {
		return this.target;
	}

	/** Who judges what they are sent. */
	Guard guard() {
		return this.guard;
	}

	private Connection guarded(Connection connection) throws SQLException {
		if (GuardedConnection.isGuarded(connection)) {
			return connection;
		}
		Boolean known = this.postgres;
		if (known == null) {
			known = connection.isWrapperFor(PGConnection.class);
			this.postgres = known;
		}
		return known ? GuardedConnection.of(connection, this.target, this.guard, this.origin) : connection;
	}

}
