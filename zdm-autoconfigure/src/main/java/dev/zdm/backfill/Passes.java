package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The passes over a table without a key. The first one may be several ranges; each later
 * one is a range of its own, which begins at {@link Tid#START} and ends where the table
 * ends by then. There is no other pass when nothing is left but rows that were put aside,
 * when two in a row have changed nothing, and after ten: then something else writes such
 * rows, and what is left over is said in the end, as always.
 */
final class Passes {

	private static final String END_BEFORE_OTHERS = """
			update zdm.backfill_range r set ended = true, pace_reason = ''
			 where backfill = ? and number = ?
			   and exists (select from zdm.backfill_range o
			                where o.backfill = r.backfill and o.number <> r.number and not o.ended
			                  and o.partition is not distinct from r.partition)
			""";

	private static final String ASIDE = """
			select count(*) from zdm.backfill_aside a join zdm.backfill_range r on r.backfill = a.backfill and r.number = a.range
			 where r.backfill = ? and r.partition is not distinct from ?::text
			""";

	private static final String PAYS = """
			select (later + 1) % 10 <> 0 and (later < 2 or changed > 0)
			  from (select count(*) filter (where lower_bound = ?) as later, sum(rows_done) filter (where back <= 2) as changed
			          from (select lower_bound, rows_done, row_number() over (order by number desc) as back
			                  from zdm.backfill_range
			                 where backfill = ? and partition is not distinct from ?::text) r) p
			""";

	private static final String FORGET_ASIDE = """
			delete from zdm.backfill_aside a using zdm.backfill_range r
			 where r.backfill = a.backfill and r.number = a.range
			   and r.backfill = ? and r.partition is not distinct from ?::text
			""";

	private static final String FORGET_LEFT = """
			update zdm.backfill_range set rows_left = 0, verified_to = null
			 where backfill = ? and partition is not distinct from ?::text and rows_left > 0
			""";

	private static final String BEGIN = """
			insert into zdm.backfill_range (backfill, number, partition, key_columns, upper_bound, lower_bound, cursor)
			select b.id, (select max(number) + 1 from zdm.backfill_range where backfill = b.id), p.partition, ?,
			       array[format('(%s,65535)', greatest(pg_relation_size(to_regclass(coalesce(p.partition, b.table_name)))
			         / current_setting('block_size')::int - 1, 0))], ?, ?
			  from zdm.backfill b cross join (select ?::text as partition) p
			 where b.id = ? and to_regclass(coalesce(p.partition, b.table_name)) is not null
			returning number
			""";

	private static final String ENDED_WITH_REST = """
			select partition from zdm.backfill_range r
			 where backfill = ? and key_columns = ?
			 group by partition
			having bool_and(ended) and (sum(rows_left) > 0 or bool_or(exists (
			         select from zdm.backfill_aside a where a.backfill = r.backfill and a.range = r.number)))
			""";

	private final Sessions sessions;

	private final Claims claims;

	Passes(Sessions sessions) {
		this.sessions = sessions;
		this.claims = new Claims(sessions);
	}

	/**
	 * Ends a range whose rows are done, if the pass has others that are not: the last one
	 * sees what is left.
	 * @return whether it was ended
	 * @throws FencedException if the range is no longer the claim's
	 */
	boolean endBeforeOthers(Claim claim) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			this.claims.lockFor(claim);
			return this.sessions.jdbc().sql(END_BEFORE_OTHERS).params(claim.backfill(), claim.number()).update() > 0;
		});
	}

	/**
	 * How many rows of the claim's table are put aside: they still meet the condition.
	 */
	long aside(Claim claim) {
		return this.sessions.jdbc()
			.sql(ASIDE)
			.param(1, claim.backfill())
			.param(2, claim.partition(), java.sql.Types.VARCHAR)
			.query(Long.class)
			.single();
	}

	/**
	 * Begins another pass, if rows are left that it may find, and ends the claim's range;
	 * else notes what is left.
	 * @param left how many rows meet the condition, those put aside among them
	 * @return whether there is another pass
	 * @throws FencedException if the range is no longer the claim's
	 */
	boolean goOn(Claim claim, long left) {
		return this.sessions.inTransaction(Limits.JOURNAL, () -> {
			this.claims.lockFor(claim);
			if (left > aside(claim) && pays(claim) && begin(claim.backfill(), claim.partition())) {
				this.claims.end(claim);
				return true;
			}
			new VerifiedRanges(this.sessions).verified(claim, claim.upper(), left, false);
			return false;
		});
	}

	/**
	 * Begins another pass over each table of a backfill that was done but for some rows,
	 * in the transaction that resumes it.
	 */
	void reopen(long backfill) {
		List<String> partitions = this.sessions.jdbc()
			.sql(ENDED_WITH_REST)
			.params(backfill, TableKey.PLACES.signature())
			.query((row, number) -> row.getString(1))
			.list();
		partitions.forEach((partition) -> begin(backfill, partition));
	}

	private boolean pays(Claim claim) {
		return this.sessions.jdbc()
			.sql(PAYS)
			.param(1, RangeTable.array(Tid.START.position()))
			.param(2, claim.backfill())
			.param(3, claim.partition(), java.sql.Types.VARCHAR)
			.query(Boolean.class)
			.single();
	}

	/**
	 * What was put aside is met again.
	 * @param partition the partition; null for the backfill's own table
	 * @return whether the table is still there
	 */
	private boolean begin(long backfill, @Nullable String partition) {
		forget(FORGET_ASIDE, backfill, partition);
		forget(FORGET_LEFT, backfill, partition);
		Optional<Integer> number = this.sessions.jdbc()
			.sql(BEGIN)
			.param(1, TableKey.PLACES.signature())
			.param(2, RangeTable.array(Tid.START.position()))
			.param(3, RangeTable.array(Tid.START.position()))
			.param(4, partition, java.sql.Types.VARCHAR)
			.param(5, backfill)
			.query(Integer.class)
			.optional();
		number.ifPresent((range) -> new SampleTable(this.sessions).take(backfill, range));
		return number.isPresent();
	}

	private void forget(String sql, long backfill, @Nullable String partition) {
		this.sessions.jdbc().sql(sql).param(1, backfill).param(2, partition, java.sql.Types.VARCHAR).update();
	}

}
