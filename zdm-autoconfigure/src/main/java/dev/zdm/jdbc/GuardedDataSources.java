package dev.zdm.jdbc;

import javax.sql.DataSource;

/**
 * Guards {@code DataSource}s.
 */
@FunctionalInterface
public interface GuardedDataSources {

	/**
	 * Guards a {@code DataSource} with a guard and a journal of its own.
	 * @param dataSource any {@code DataSource}
	 * @return the same with its DDL guarded; itself when it is guarded already
	 */
	DataSource guarded(DataSource dataSource);

}
