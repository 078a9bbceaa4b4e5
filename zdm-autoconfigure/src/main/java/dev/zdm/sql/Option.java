package dev.zdm.sql;

/**
 * Words that change which locks a statement takes, or the work under them.
 */
public enum Option {

	/** {@code CONCURRENTLY}. */
	CONCURRENTLY,
	/** {@code ONLY}: descendants are left out. */
	ONLY,
	/** {@code IF EXISTS}. */
	IF_EXISTS,
	/** {@code IF NOT EXISTS}. */
	IF_NOT_EXISTS,
	/** {@code OR REPLACE}. */
	OR_REPLACE,
	/** {@code CASCADE}: what depends on it is included. */
	CASCADE,
	/** {@code TEMPORARY}. */
	TEMPORARY,
	/** {@code UNLOGGED}. */
	UNLOGGED,
	/** {@code RECURSIVE}, of a view. */
	RECURSIVE,
	/** {@code CONSTRAINT}, of a trigger. */
	CONSTRAINT,
	/** Filled by a query. */
	AS_QUERY,
	/** {@code WITH NO DATA}. */
	WITH_NO_DATA,
	/** {@code PARTITION BY}. */
	PARTITIONED,
	/** With further objects in the same statement, as {@code CREATE SCHEMA} may have. */
	WITH_ELEMENTS,
	/**
	 * All of a kind in the schemas or the tablespace that are named, or in the database.
	 */
	ALL_OF,
	/** {@code FULL}. */
	FULL,
	/** {@code ANALYZE}. */
	ANALYZE,
	/** {@code RESTART IDENTITY}. */
	RESTART_IDENTITY,
	/** {@code FINALIZE}: an interrupted concurrent command is ended. */
	FINALIZE,
	/** {@code NOWAIT}. */
	NOWAIT,
	/** {@code NOT ENFORCED}. */
	NOT_ENFORCED,
	/** {@code NO INHERIT}. */
	NO_INHERIT,
	/** {@code DEFAULT}: the default partition, access method or replica identity. */
	DEFAULT

}
