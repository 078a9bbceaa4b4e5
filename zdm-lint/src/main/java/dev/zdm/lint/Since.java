package dev.zdm.lint;

import java.util.List;

import dev.zdm.sql.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Tells which migrations are judged: those behind a version, and those without one.
 */
final class Since {

	private final @Nullable String limit;

	private final List<Migration> migrations;

	private final int lastOld;

	/**
	 * Creates a limit.
	 * @param limit the last version, or Liquibase changeset, that is not judged; null to
	 * judge all
	 * @param migrations all migrations in their order
	 * @throws UsageException if no migration has a version, or such an id
	 */
	Since(@Nullable String limit, List<Migration> migrations) {
		this.limit = limit;
		this.migrations = migrations;
		this.lastOld = (limit != null) ? lastOld(limit, migrations) : -1;
	}

	private static int lastOld(String limit, List<Migration> migrations) {
		if (migrations.get(0).tool() == Migration.Tool.LIQUIBASE) {
			for (int i = migrations.size() - 1; i >= 0; i--) {
				String id = migrations.get(i).id();
				if (id.equals(limit) || id.endsWith(":" + limit)) {
					return i;
				}
			}
			throw new UsageException("--since: there is no changeset " + limit);
		}
		if (migrations.stream().allMatch((migration) -> migration.version() == null)) {
			throw new UsageException("--since " + limit + ": no script has a version in its name");
		}
		if (!MigrationVersion.isOne(limit)) {
			throw new UsageException("--since: '" + limit + "' is no version. Versions look like 7, 1.2 or 20260131.1");
		}
		return -1;
	}

	boolean judges(Migration migration) {
		if (this.limit == null) {
			return true;
		}
		if (migration.tool() == Migration.Tool.LIQUIBASE) {
			return this.migrations.indexOf(migration) > this.lastOld;
		}
		return migration.version() == null || migration.version().compareTo(MigrationVersion.of(this.limit)) > 0;
	}

}
