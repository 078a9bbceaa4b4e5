package dev.zdm.backfill;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the tables in schema {@code zdm} up to which row a backfill is done. Its
 * ranges are numbered in the order of partitions and keys. Where there is no key, a place
 * says nothing, and no row is passed for sure before the last pass has ended.
 */
final class WatermarkQuery {

	private static final String READ = """
			select b.prepared and low.number is null as complete, low.partition, low.cursor,
			       (select count(*) from zdm.backfill_aside a
			         where a.backfill = b.id and a.range <= coalesce(low.number, a.range)) as exceptions
			  from zdm.backfill b
			  left join lateral (
			    select r.number, r.partition, case when r.key_columns is distinct from ? then r.cursor end as cursor
			      from zdm.backfill_range r
			     where r.backfill = b.id
			       and (not r.done or r.key_columns = ? and exists (
			         select from zdm.backfill_range o
			          where o.backfill = b.id and o.partition is not distinct from r.partition and not o.ended))
			     order by r.number limit 1) low on true
			 where b.name = ?
			 order by b.id desc limit 1
			""";

	private final Sessions sessions;

	WatermarkQuery(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * That of the newest backfill of a name.
	 * @return empty if there is none
	 */
	Optional<BackfillWatermark> read(String name) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			boolean present = this.sessions.jdbc().sql(ProgressQuery.PRESENT).query(Boolean.class).single();
			String places = TableKey.PLACES.signature();
			return present ? this.sessions.jdbc()
				.sql(READ)
				.params(places, places, name)
				.query((row, number) -> watermark(row))
				.optional() : Optional.empty();
		});
	}

	private static BackfillWatermark watermark(ResultSet row) throws SQLException {
		Array cursor = row.getArray("cursor");
		return new BackfillWatermark(row.getBoolean("complete"), row.getString("partition"),
				(cursor != null) ? List.of((String[]) cursor.getArray()) : List.of(), row.getLong("exceptions"));
	}

}
