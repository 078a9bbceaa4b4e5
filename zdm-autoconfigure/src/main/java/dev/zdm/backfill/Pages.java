package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Walks along a table page by page, for tables without a key. Where a batch ends is
 * reckoned, not looked up: rows are taken to be spread evenly over the pages that the
 * table had when it was entered into the journal. Only a batch of less than a page looks
 * at its rows, so that one that fails can be found.
 * <p>
 * <b>What may be walked like this.</b> A place is not a row. An update moves a row to
 * another page, before the cursor or behind it; vacuum lets a new row have an old one's
 * place; {@code VACUUM FULL} and {@code CLUSTER} put every row somewhere else. So nothing
 * may rest on places but the time that it takes:
 * <ul>
 * <li>No row is changed twice, as the condition tells rows that are done. Each batch
 * looks at the rows that it has just written ({@link DoneOnce}), and the condition
 * depends on nothing but the row ({@link PageCheck}), so what is false then stays false
 * until the application changes the row. For a delete any condition will do.</li>
 * <li>No row is forgotten, as one that moved away from the batches is found by
 * {@link PageProof}, which reads the table in one snapshot, and brings about another pass
 * over all pages that the table has by then ({@link Passes}).</li>
 * <li>A batch that waits for a row which its holder moves sees the new version's place.
 * Servers before the minor releases of late 2025 change that version all the same, newer
 * ones leave it where it is no longer in the batch's range; both look at the condition
 * again.</li>
 * </ul>
 */
final class Pages {

	private static final String COUNT = "select pg_relation_size(?::bigint::oid::regclass) / current_setting('block_size')::int";

	/**
	 * The rows that the journal expects, on the pages of the first pass. Later ones begin
	 * at {@link Tid#START}, where no range of the first one does.
	 */
	private static final String ROWS_PER_PAGE = """
			select b.rows_estimated / nullif(sum(split_part(ltrim(r.upper_bound[1], '('), ',', 1)::bigint
			         - coalesce(split_part(ltrim(r.lower_bound[1], '('), ',', 1)::bigint, -1)), 0)::float8
			  from zdm.backfill b join zdm.backfill_range r on r.backfill = b.id
			 where b.name = ? and b.fingerprint = ? and r.key_columns = ? and r.lower_bound is distinct from ?
			 group by b.id
			""";

	private final Sessions sessions;

	private final Backfill backfill;

	private final Target target;

	private double rowsPerPage;

	Pages(Sessions sessions, Backfill backfill, Target target) {
		this.sessions = sessions;
		this.backfill = backfill;
		this.target = target;
	}

	/**
	 * How many pages the table has now.
	 */
	long count() {
		return this.sessions.jdbc().sql(COUNT).param(this.target.oid()).query(Long.class).single();
	}

	/**
	 * The end of the last page.
	 * @return empty when the table has none
	 */
	Optional<List<String>> last() {
		long pages = count();
		return (pages > 0) ? Optional.of(Tid.endOf(pages - 1).position()) : Optional.empty();
	}

	/**
	 * The place at which some share of the pages ends.
	 * @param part a number from 1 to {@code parts - 1}
	 */
	List<String> bound(List<String> upper, int part, int parts) {
		return Tid.endOf((page(upper) + 1) * part / parts - 1).position();
	}

	/**
	 * The first rows of a portion: whole pages, or less than one.
	 * @param rows how many, about
	 */
	Chunk first(Portion portion, int rows) {
		Tid from = Tid.of(portion.range().from());
		long done = (from != null) ? from.page() : -1;
		long pages = (long) (rows / rowsPerPage());
		if (pages == 0) {
			return within((from == null || from.isEndOfPage()) ? done + 1 : done, portion, rows);
		}
		long end = Math.min(done + pages, page(portion.range().to()));
		return upTo(Tid.endOf(end), portion, rowsUpTo(end) - rowsUpTo(done));
	}

	private Chunk within(long page, Portion portion, int rows) {
		Portion rest = portion.with(new KeyRange(portion.range().from(), Tid.endOf(page).position()));
		String some = this.target.from() + " where " + this.target.key().within(rest.range());
		List<String> ends = this.sessions.sql()
			.queryForList(
					"select ctid::text as zdm_place from " + some + " order by ctid offset " + (rows - 1) + " limit 1",
					String.class);
		if (!ends.isEmpty()) {
			return upTo(Tid.of(ends), portion, rows);
		}
		Long count = this.sessions.sql().queryForObject("select count(*) from " + some, Long.class);
		return upTo(Tid.endOf(page), portion, (count != null) ? count : 0);
	}

	private static Chunk upTo(@Nullable Tid end, Portion portion, long rows) {
		KeyRange range = portion.range();
		if (end == null || end.position().equals(range.to())) {
			return new Chunk(portion, rows, true);
		}
		return new Chunk(portion.with(new KeyRange(range.from(), end.position())), rows, false);
	}

	private static long page(List<String> position) {
		Tid tid = Tid.of(position);
		return (tid != null) ? tid.page() : -1;
	}

	private long rowsUpTo(long page) {
		return Math.round((page + 1) * rowsPerPage());
	}

	private double rowsPerPage() {
		if (this.rowsPerPage == 0) {
			Double known = this.sessions.jdbc()
				.sql(ROWS_PER_PAGE)
				.params(this.backfill.name(), this.backfill.fingerprint(), this.target.key().signature(),
						RangeTable.array(Tid.START.position()))
				.query(Double.class)
				.optional()
				.orElse(null);
			this.rowsPerPage = Math.max((known != null) ? known : 0, 1);
		}
		return this.rowsPerPage;
	}

}
