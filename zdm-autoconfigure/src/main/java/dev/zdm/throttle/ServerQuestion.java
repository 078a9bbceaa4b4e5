package dev.zdm.throttle;

/**
 * What the primary is asked for signals that need no memory of their own. Each question
 * gives one row or none: the figure, what it is about, and why it cannot be known if that
 * is so. It takes no lock beyond the catalog's and is answered from memory.
 */
enum ServerQuestion {

	/**
	 * How much write-ahead log the slot that lags most keeps from being removed. Anybody
	 * may ask this.
	 */
	SLOTS("slots", "MB", "no slots", """
			select (pg_current_wal_lsn() - restart_lsn)::float8 / 1000000 as value,
			       'slot ' || slot_name || case when active then '' else ', which nobody reads' end as subject,
			       null as problem
			  from pg_replication_slots
			 where restart_lsn is not null and wal_status is distinct from 'lost'
			 order by value desc
			 limit 1
			"""),

	/**
	 * How long the oldest transaction of this database has been open that keeps vacuum
	 * from removing what it might still see. Vacuum itself and our own batches do not
	 * count. Of other roles a role without {@code pg_read_all_stats} sees that there is a
	 * transaction but not since when.
	 */
	OLDEST_TRANSACTION("oldest-transaction", "s", "no transactions",
			"""
					select extract(epoch from clock_timestamp() - xact_start)::float8 as value,
					       'pid ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '') as subject,
					       case when xact_start is null then 'it' end as problem
					  from pg_stat_activity
					 where datname = current_database() and (backend_xmin is not null or backend_xid is not null)
					   and (backend_type = 'client backend' or backend_type is null)
					   and pid <> pg_backend_pid() and application_name <> '%1$s'
					   and pid not in (select pid from pg_stat_progress_vacuum)
					union all
					select extract(epoch from clock_timestamp() - prepared)::float8, 'prepared transaction ' || transaction, null
					  from pg_prepared_xacts
					 where database = current_database()
					 order by problem nulls last, value desc
					 limit 1
					"""),

	/**
	 * How many sessions wait for a lock that a batch of a backfill holds, on any
	 * instance. Anybody may ask this.
	 */
	LOCK_WAITERS("lock-waiters", "sessions", "", """
			with own as materialized (
			  select pid from pg_stat_activity where application_name = '%1$s' and datname = current_database()
			), waiter as materialized (
			  select distinct pid from pg_locks
			   where not granted and pid not in (select pid from own) and exists (select from own)
			)
			select count(*)::float8 as value, '' as subject, null as problem
			  from waiter w
			 where exists (select from own where own.pid = any (pg_blocking_pids(w.pid)))
			"""),

	/**
	 * How many clients of this server are at work, our own batches among them.
	 */
	ACTIVE_SESSIONS("active-sessions", "sessions", "", """
			select count(*) filter (where state = 'active' and backend_type = 'client backend')::float8 as value,
			       '' as subject,
			       case when bool_or(usesysid is not null and backend_type is null
			                         and pid not in (select pid from pg_stat_replication)) then 'them' end as problem
			  from pg_stat_activity
			 where pid <> pg_backend_pid()
			""");

	private final String signal;

	private final String unit;

	private final String nothing;

	private final String sql;

	/**
	 * Describes a question.
	 * @param nothing what the figure zero is about when there is no row
	 */
	ServerQuestion(String signal, String unit, String nothing, String sql) {
		this.signal = signal;
		this.unit = unit;
		this.nothing = nothing;
		this.sql = sql;
	}

	String signal() {
		return this.signal;
	}

	String unit() {
		return this.unit;
	}

	String nothing() {
		return this.nothing;
	}

	String sql() {
		return this.sql.formatted(Throttle.APPLICATION_NAME);
	}

}
