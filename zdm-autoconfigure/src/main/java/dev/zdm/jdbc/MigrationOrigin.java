package dev.zdm.jdbc;

import java.util.Optional;

import dev.zdm.guard.MigrationSource;

/**
 * Where the statements of a migration tool come from, asked of the thread that sends
 * them.
 */
public interface MigrationOrigin {

	/**
	 * The migration that is running.
	 * @return its source
	 */
	MigrationSource source();

	/**
	 * What the migration's author wrote, for tools that send it without its comments.
	 * @return the text of the running migration; empty when it is not known
	 */
	Optional<String> script();

}
