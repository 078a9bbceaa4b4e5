package dev.zdm.guard;

import java.util.concurrent.atomic.AtomicInteger;

import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Who sends the statements of the current thread.
 *
 * @param tool the migration tool, such as {@code flyway}, or {@code application}
 * @param version the version of the migration, or null when it has none
 */
public record MigrationSource(String tool, @Nullable String version) {

	private static final MigrationSource APPLICATION = new MigrationSource("application", null);

	private static final ThreadLocal<MigrationSource> CURRENT = new ThreadLocal<>();

	/** How many threads are in a migration: while none is, nobody needs to ask which. */
	private static final AtomicInteger MIGRATING = new AtomicInteger();

	/**
	 * The application itself.
	 * @return a source that is no migration
	 */
	public static MigrationSource application() {
		return APPLICATION;
	}

	/**
	 * The source of what the current thread sends.
	 * @return the application itself unless a tool said otherwise
	 */
	public static MigrationSource current() {
		MigrationSource source = CURRENT.get();
		return (source != null) ? source : APPLICATION;
	}

	/**
	 * From now on the current thread's statements come from a migration.
	 * @param source the migration
	 */
	public static void enter(MigrationSource source) {
		if (CURRENT.get() == null) {
			MIGRATING.incrementAndGet();
		}
		CURRENT.set(source);
		FreshTables.forget();
	}

	/**
	 * Whether the current thread's statements come from a migration. It costs next to
	 * nothing while no thread is in one.
	 * @return whether {@link #current()} is more than the application
	 */
	public static boolean isMigration() {
		return MIGRATING.get() > 0 && CURRENT.get() != null;
	}

	/**
	 * From now on the current thread's statements come from the application again.
	 */
	public static void leave() {
		if (CURRENT.get() != null) {
			MIGRATING.decrementAndGet();
			CURRENT.remove();
			FreshTables.forget();
		}
	}

	/**
	 * Whether the migration is of this version or an earlier one.
	 * @param limit a version; null for none
	 * @return false when either is missing, or the migration's is not one of numbers
	 */
	boolean isUpTo(@Nullable String limit) {
		return limit != null && isVersioned()
				&& MigrationVersion.of(this.version).compareTo(MigrationVersion.of(limit)) <= 0;
	}

	/**
	 * Whether the migration is the one that a backfill waits for.
	 * @param migration a version for Flyway, the id of a change set for Liquibase
	 */
	boolean is(String migration) {
		return (isVersioned() && MigrationVersion.isOne(migration))
				? MigrationVersion.of(this.version).equals(MigrationVersion.of(migration))
				: this.tool.equals("liquibase " + migration);
	}

	private boolean isVersioned() {
		return this.version != null && MigrationVersion.isOne(this.version);
	}

	@Override
	public String toString() {
		return (this.version != null) ? this.tool + " " + this.version : this.tool;
	}

}
