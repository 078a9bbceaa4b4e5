package dev.zdm.throttle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

/**
 * The share of dead rows in the tables that backfills of this instance work on, and
 * whether autovacuum is there, is busy elsewhere, or is off. Partitions are looked at one
 * by one. Anybody may ask this. Safe for use by several threads.
 */
final class DeadTuples implements ServerSignal {

	static final String NAME = "dead-tuples";

	private static final String READ = """
			with worked as (
			  select to_regclass(name)::oid as oid from unnest(string_to_array(?, chr(10))) name
			), leaf as (
			  select oid from worked
			  union
			  select t.relid from worked w, pg_partition_tree(w.oid) t where t.isleaf
			), autovacuum as (
			  select current_setting('autovacuum') = 'off' as off,
			         count(*) filter (where backend_type = 'autovacuum worker')
			           >= current_setting('autovacuum_max_workers')::int as busy
			    from pg_stat_activity
			)
			select s.n_dead_tup::float8 * 100 / greatest(s.n_live_tup + s.n_dead_tup, 1) as value,
			       s.relid::regclass || case
			         when exists (select from pg_stat_progress_vacuum p where p.relid = s.relid) then ', which is being vacuumed'
			         when 'autovacuum_enabled=false' = any (c.reloptions) or a.off then ', for which autovacuum is off'
			         when a.busy then ', while all autovacuum workers are busy' else '' end as subject
			  from leaf
			  join pg_stat_all_tables s on s.relid = leaf.oid
			  join pg_class c on c.oid = leaf.oid
			 cross join autovacuum a
			 order by value desc
			 limit 1
			""";

	private final DataSource primary;

	private final Limit limit;

	private final Map<String, Integer> tables = new ConcurrentHashMap<>();

	/**
	 * Creates the signal.
	 * @param limit in percent
	 */
	DeadTuples(DataSource primary, Limit limit) {
		this.primary = primary;
		this.limit = limit;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.limit.whenUnknown();
	}

	@Override
	public DataSource server() {
		return this.primary;
	}

	/**
	 * A worker begins to work on a table.
	 */
	void enter(String table) {
		this.tables.merge(table, 1, Integer::sum);
	}

	/**
	 * A worker has left a table that it had entered.
	 */
	void leave(String table) {
		this.tables.computeIfPresent(table, (name, workers) -> (workers > 1) ? workers - 1 : null);
	}

	@Override
	public Reading read(Round round) throws SQLException {
		return round.ask(READ, this::reading, String.join("\n", this.tables.keySet()));
	}

	private Reading reading(ResultSet row) throws SQLException {
		return row.next() ? this.limit.reading(row.getDouble("value"), "%", row.getString("subject"))
				: this.limit.reading(0, "%", "no table in work");
	}

}
