package dev.zdm.sql;

/**
 * What an action of an {@code ALTER} does, where that is all there is to know.
 */
public enum ActionKind {

	/** {@code ALTER COLUMN … SET DEFAULT}; also of a domain. */
	SET_DEFAULT,
	/** {@code ALTER COLUMN … DROP DEFAULT}; also of a domain. */
	DROP_DEFAULT,
	/** {@code SET NOT NULL}; of a domain. */
	SET_NOT_NULL,
	/** {@code ALTER COLUMN … DROP NOT NULL}; also of a domain. */
	DROP_NOT_NULL,
	/** {@code SET STATISTICS}. */
	SET_STATISTICS,
	/** {@code SET STORAGE}. */
	SET_STORAGE,
	/** {@code SET COMPRESSION}. */
	SET_COMPRESSION,
	/** {@code ADD GENERATED … AS IDENTITY}. */
	ADD_IDENTITY,
	/** {@code SET GENERATED} or other options of an identity column. */
	SET_IDENTITY,
	/** {@code DROP IDENTITY}. */
	DROP_IDENTITY,
	/** {@code SET EXPRESSION}; from PostgreSQL 17 on. */
	SET_EXPRESSION,
	/** {@code DROP EXPRESSION}. */
	DROP_EXPRESSION,
	/** {@code ALTER COLUMN … SET (…)}. */
	SET_COLUMN_OPTIONS,
	/** {@code ALTER COLUMN … RESET (…)}. */
	RESET_COLUMN_OPTIONS,
	/** {@code ALTER COLUMN … OPTIONS (…)}. */
	COLUMN_FOREIGN_OPTIONS,
	/** {@code ALTER CONSTRAINT}. */
	ALTER_CONSTRAINT,
	/**
	 * {@code ENABLE TRIGGER}; the name is null for ALL and USER, which are the argument.
	 */
	ENABLE_TRIGGER,
	/** {@code ENABLE ALWAYS TRIGGER}. */
	ENABLE_ALWAYS_TRIGGER,
	/** {@code ENABLE REPLICA TRIGGER}. */
	ENABLE_REPLICA_TRIGGER,
	/**
	 * {@code DISABLE TRIGGER}; the name is null for ALL and USER, which are the argument.
	 */
	DISABLE_TRIGGER,
	/** {@code ENABLE RULE}. */
	ENABLE_RULE,
	/** {@code ENABLE ALWAYS RULE}. */
	ENABLE_ALWAYS_RULE,
	/** {@code ENABLE REPLICA RULE}. */
	ENABLE_REPLICA_RULE,
	/** {@code DISABLE RULE}. */
	DISABLE_RULE,
	/** {@code ENABLE ROW LEVEL SECURITY}. */
	ENABLE_ROW_SECURITY,
	/** {@code DISABLE ROW LEVEL SECURITY}. */
	DISABLE_ROW_SECURITY,
	/** {@code FORCE ROW LEVEL SECURITY}. */
	FORCE_ROW_SECURITY,
	/** {@code NO FORCE ROW LEVEL SECURITY}. */
	NO_FORCE_ROW_SECURITY,
	/** {@code CLUSTER ON}. */
	CLUSTER_ON,
	/** {@code SET WITHOUT CLUSTER}. */
	SET_WITHOUT_CLUSTER,
	/** {@code SET WITHOUT OIDS}. */
	SET_WITHOUT_OIDS,
	/** {@code SET ACCESS METHOD}. */
	SET_ACCESS_METHOD,
	/** {@code SET TABLESPACE}. */
	SET_TABLESPACE,
	/** {@code SET LOGGED}. */
	SET_LOGGED,
	/** {@code SET UNLOGGED}. */
	SET_UNLOGGED,
	/** {@code SET (…)}; storage parameters or options of a view. */
	SET_OPTIONS,
	/** {@code RESET (…)}. */
	RESET_OPTIONS,
	/** {@code OPTIONS (…)}. */
	FOREIGN_OPTIONS,
	/** {@code INHERIT}. */
	INHERIT,
	/** {@code NO INHERIT}. */
	NO_INHERIT,
	/** {@code OF}; a type. */
	OF,
	/** {@code NOT OF}. */
	NOT_OF,
	/** {@code OWNER TO}. */
	OWNER,
	/** {@code SET SCHEMA}. */
	SET_SCHEMA,
	/** {@code [NO] DEPENDS ON EXTENSION}. */
	DEPENDS,
	/**
	 * {@code REPLICA IDENTITY}; the name is that of the index, else FULL or NOTHING or
	 * DEFAULT is the argument.
	 */
	REPLICA_IDENTITY,
	/** {@code ATTACH PARTITION}; the argument is the bound. */
	ATTACH_PARTITION,
	/** {@code DETACH PARTITION}. */
	DETACH_PARTITION,
	/** {@code ADD ATTRIBUTE}. */
	ADD_ATTRIBUTE,
	/** {@code DROP ATTRIBUTE}. */
	DROP_ATTRIBUTE,
	/** {@code ALTER ATTRIBUTE}. */
	ALTER_ATTRIBUTE,
	/** {@code ADD VALUE}; the name is the value without its quotes. */
	ADD_VALUE,
	/**
	 * Any other change of what the object is, such as the options of a sequence, a
	 * function, a publication.
	 */
	DEFINITION

}
