package dev.zdm.backfill;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Asks the catalog whether updates of a table can be HOT at all. An update that changes a
 * column of an index, also one of its expressions or of its predicate, never is; BRIN
 * indexes are in the way up to PostgreSQL 15 only.
 */
final class StripeCheck {

	/**
	 * How many rows half of the shared buffers hold: a window is read once for each
	 * stripe.
	 */
	private static final String LARGEST_WINDOW = """
			with target as (
			  select c.oid, pg_relation_size(c.oid) / greatest(c.reltuples, 1) as row_bytes,
			         array(select a.attnum from pg_attribute a
			                where a.attrelid = c.oid and a.attnum > 0 and a.attname = any(?)) as columns
			    from pg_class c join pg_am m on m.oid = c.relam
			   where c.oid = ? and c.relkind = 'r' and m.amname = 'heap')
			select least(1048576, pg_size_bytes(current_setting('shared_buffers')) / 2 / greatest(row_bytes, 32))::bigint
			  from target t
			 where not exists (
			   select from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
			    where i.indrelid = t.oid
			      and (m.amname <> 'brin' or current_setting('server_version_num')::int < 160000)
			      and (i.indkey::int2[] && t.columns
			           or exists (select from pg_depend d
			                       where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
			                         and d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid
			                         and d.refobjsubid = any(t.columns))))
			""";

	private final Sessions sessions;

	StripeCheck(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * How many rows a window may have, at most. Where the key says nothing of where rows
	 * lie, neighbours on a page are far apart in time anyway, and a window would be read
	 * all over the table. That is seen by rows: the statistics' correlation is nothing
	 * once a backfill has moved a fifth of the rows.
	 * @return 0 when stripes make no sense
	 */
	long largestWindow(Backfill backfill, KeysetBatches keyset, Claim claim) {
		if (backfill.change().kind() != Change.Kind.UPDATE || keyset.key().isPlaces()) {
			return 0;
		}
		try {
			return this.sessions.inTransaction(Limits.CHECK.along(keyset), () -> {
				KeyRange range = new KeyRange(claim.position().cursor(), claim.upper());
				return keyset.suitsStripes(range) ? largestWindow(backfill, keyset) : 0;
			});
		}
		catch (DataAccessException ex) {
			if (Failure.of(ex).kind() == Failure.Kind.CONNECTION) {
				throw ex;
			}
			return 0;
		}
	}

	private long largestWindow(Backfill backfill, KeysetBatches keyset) {
		long rows = fittingRows(backfill, keyset);
		return (rows < Batches.FEW) ? 0 : rows;
	}

	private long fittingRows(Backfill backfill, KeysetBatches keyset) {
		return this.sessions.jdbc()
			.sql(LARGEST_WINDOW)
			.params(new SqlArrayValue("name", backfill.plainColumns().toArray()), keyset.oid())
			.query(Long.class)
			.optional()
			.orElse(0L);
	}

}
