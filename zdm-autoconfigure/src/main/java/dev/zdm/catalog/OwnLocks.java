package dev.zdm.catalog;

/**
 * SQL about the locks of this session's transaction, for queries that have them as
 * {@code own_locks}.
 */
final class OwnLocks {

	/** How many transaction ids beyond the newest finished one may be in use. */
	private static final int XIDS_IN_FLIGHT = 1 << 20;

	/** The locks of this session on relations of this database. */
	static final String QUERY = """
			select l.relation, l.mode from pg_locks l
			where l.pid = pg_backend_pid() and l.granted and l.locktype = 'relation'
			and l.database = (select oid from pg_database where datname = current_database())""";

	/**
	 * Whether the running transaction created a relation, asked where {@code own_locks}
	 * are at hand. Its system columns are written once, when it is created, and so by
	 * this transaction or one of its savepoints, whose ids are not below its own and not
	 * finished. The 32 bits that a row keeps of an id are taken as counted from the
	 * transaction's own id; what is frozen, and so may be older than they can tell, would
	 * have to be locked here to be mistaken.
	 */
	private static final String CREATED_HERE = """
			(exists (select from own_locks own where own.relation = %1$s and own.mode = 'AccessExclusiveLock')
			 and exists (
			    select from pg_attribute a,
			        lateral (select pg_current_xact_id_if_assigned()::text::bigint as own,
			                 pg_snapshot_xmax(pg_current_snapshot())::text::bigint as unfinished) now,
			        lateral (select now.own + ((a.xmin::text::bigint - now.own) & 4294967295) as xid) written
			    where a.attrelid = %1$s and a.attnum = -6
			    and case when written.xid < now.unfinished
			             then pg_xact_status(written.xid::text::xid8) = 'in progress'
			             else written.xid < now.unfinished + %2$d end))""";

	private static final String HELD = "(select array_agg(distinct mode) from own_locks where relation = %s)";

	private OwnLocks() {
	}

	/** Whether the running transaction created a relation. */
	static String created(String oid) {
		return CREATED_HERE.formatted(oid, XIDS_IN_FLIGHT);
	}

	/** The lock modes that the running transaction has on a relation. */
	static String held(String oid) {
		return HELD.formatted(oid);
	}

}
