package dev.zdm.catalog;

import java.util.List;

import dev.zdm.sql.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The server, and the session that runs the statement.
 *
 * @param serverVersion as {@code server_version_num}, such as 180006
 * @param readOnly whether nothing can be changed: on a replica, or in a read-only
 * transaction
 * @param pid the process id of the session's backend
 * @param role the current role
 * @param searchPath the {@code search_path} in force
 * @param currentSchema the schema that new relations are made in, or null when there is
 * none
 * @param defaultAccessMethod the access method of new tables
 * @param blocked the relations that others can see and whose writers the session's
 * transaction already blocks
 */
public record Session(int serverVersion, boolean readOnly, int pid, String role, String searchPath,
		@Nullable String currentSchema, String defaultAccessMethod, List<QualifiedName> blocked) {

	/**
	 * Creates a session that shares nothing with the caller's list.
	 */
	public Session {
		blocked = List.copyOf(blocked);
	}

	/**
	 * Whether the session's transaction already blocks writers of a relation that others
	 * can see.
	 * @return whether it blocks any
	 */
	public boolean holdsStrongLock() {
		return !this.blocked.isEmpty();
	}

	/**
	 * The server's major version.
	 * @return for example 18
	 */
	public int majorVersion() {
		return this.serverVersion / 10000;
	}

}
