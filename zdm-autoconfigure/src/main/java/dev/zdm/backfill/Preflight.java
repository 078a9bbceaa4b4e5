package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Runs one batch, looks at what it does, and rolls it back. It locks the rows of that
 * batch meanwhile, as any batch does.
 */
final class Preflight {

	/**
	 * The server reads its own explanation: what it has is more than a regular expression
	 * can.
	 */
	private static final String READ_PLAN = """
			select (p -> 'Plan' -> 'Plans' -> 0 ->> 'Actual Rows')::numeric::bigint as rows,
			       (p -> 'Plan' ->> 'WAL Bytes')::numeric::bigint as wal, (p ->> 'Execution Time')::float8 as millis,
			       array(select t ->> 'Trigger Name' from jsonb_array_elements(p -> 'Triggers') t
			              where (t ->> 'Calls')::numeric > 0 and t ->> 'Constraint Name' is null order by 1) as triggers
			  from (select ?::jsonb -> 0 as p) plan
			""";

	private static final String READ_TABLE = """
			select pg_stat_get_xact_tuples_updated(c.oid) as updated, pg_stat_get_xact_tuples_hot_updated(c.oid) as hot,
			       pg_stat_force_next_flush(),
			       pg_total_relation_size(c.oid) / greatest(c.reltuples, 1) as row_bytes
			  from pg_class c where c.oid = ?
			""";

	private static final String INDEXED = """
			select distinct quote_ident(c.relname)
			  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
			 cross join (select array(select attnum from pg_attribute
			                           where attrelid = ? and attnum > 0 and attname = any(?)) as columns) t
			 where i.indrelid = ? and (m.amname <> 'brin' or current_setting('server_version_num')::int < 160000)
			   and (i.indkey::int2[] && t.columns
			        or exists (select from pg_depend d
			                    where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
			                      and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid
			                      and d.refobjsubid = any(t.columns)))
			""";

	private static final String PUBLISHED = """
			select quote_ident(p.pubname)
			  from pg_publication p
			  join pg_publication_tables t on t.pubname = p.pubname
			  join pg_class c on c.relname = t.tablename
			  join pg_namespace n on n.oid = c.relnamespace and n.nspname = t.schemaname
			 where case ? when 'DELETE' then p.pubdelete when 'UPDATE' then p.pubupdate else false end and c.oid = ?
			""";

	private final Sessions sessions;

	private final KeysetBatches keyset;

	private final Backfill backfill;

	private final Limits limits;

	private final int rows;

	Preflight(Sessions sessions, KeysetBatches keyset, Backfill backfill, BackfillSettings settings) {
		this.sessions = sessions;
		this.keyset = keyset;
		this.backfill = backfill;
		this.limits = Batches.limits(settings.batchTime()).along(keyset);
		this.rows = Math.min(backfill.change().firstRows(), settings.maxRows());
	}

	/**
	 * Measures the first batch of a portion.
	 * @throws org.springframework.dao.DataAccessException if that batch fails
	 */
	Measured measure(Portion portion) {
		long start = System.nanoTime();
		Draft draft = new Drafts(this.sessions, this.limits, this.keyset)
			.of(() -> this.keyset.first(portion, this.rows));
		double beforehand = (System.nanoTime() - start) / 1e6;
		return this.sessions.rolledBack(this.limits, () -> {
			Chunk chunk = draft.chunk();
			List<String> key = chunk.portion().range().to();
			String before = rest(key);
			String plan = draft.analyze();
			List<String> warnings = new ArrayList<>(warnings());
			if (!Objects.equals(before, rest(key))) {
				warnings.add("a trigger changes other columns, too, such as the time of the last update");
			}
			return measured(chunk, plan, beforehand, warnings);
		});
	}

	/**
	 * What updates should leave alone; null where rows are not updated.
	 */
	private @Nullable String rest(List<String> key) {
		return (this.backfill.change().kind() == Change.Kind.UPDATE)
				? this.keyset.rest(key, this.backfill.plainColumns()) : null;
	}

	private Measured measured(Chunk chunk, String plan, double beforehand, List<String> warnings) {
		Measured figures = this.sessions.jdbc()
			.sql(READ_PLAN)
			.param(plan)
			.query((row, number) -> new Measured(chunk.rows(), row.getLong("rows"),
					beforehand + row.getDouble("millis"), row.getLong("wal"), 0, 0,
					List.of((String[]) row.getArray("triggers").getArray()), warnings))
			.single();
		return this.sessions.jdbc()
			.sql(READ_TABLE)
			.param(this.keyset.oid())
			.query((row, number) -> switch (this.backfill.change().kind()) {
				case UPDATE -> figures.with(row.getLong("updated"), row.getLong("hot"), row.getDouble("row_bytes"));
				case INSERT -> figures.with(figures.changed(), 0, row.getDouble("row_bytes"));
				case DELETE -> figures.with(figures.changed(), 0, 0);
			})
			.single();
	}

	private List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		SqlArrayValue columns = new SqlArrayValue("name", this.backfill.plainColumns().toArray());
		long oid = this.keyset.oid();
		this.sessions.jdbc()
			.sql(INDEXED)
			.params(oid, columns, oid)
			.query(String.class)
			.list()
			.forEach((index) -> warnings.add("index " + index + " needs a column that is set, so each row is entered "
					+ "into all indexes again: create it afterwards if it is new"));
		this.sessions.jdbc()
			.sql(PUBLISHED)
			.params(this.backfill.change().kind().name(), oid)
			.query(String.class)
			.list()
			.forEach((name) -> warnings.add("publication " + name + " sends each changed row to its subscribers"));
		if (this.backfill.change().kind() == Change.Kind.DELETE) {
			warnings.addAll(new DeleteWarnings(this.sessions).of(oid));
		}
		return warnings;
	}

	/**
	 * What was seen.
	 *
	 * @param rows how many rows the batch looked at
	 * @param changed how many of them it changed
	 * @param millis how long the update took
	 * @param walBytes how much WAL it wrote
	 * @param hot how many of the updates were HOT
	 * @param rowBytes how much room a row takes, with its index entries, on average
	 * @param triggers the triggers that fired
	 * @param warnings what else there is to say
	 */
	record Measured(long rows, long changed, double millis, long walBytes, long hot, double rowBytes,
			List<String> triggers, List<String> warnings) {

		private Measured with(long nowChanged, long nowHot, double nowRowBytes) {
			return new Measured(this.rows, nowChanged, this.millis, this.walBytes, nowHot, nowRowBytes, this.triggers,
					this.warnings);
		}

	}

}
