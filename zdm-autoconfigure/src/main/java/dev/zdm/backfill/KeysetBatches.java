package dev.zdm.backfill;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The SQL of one backfill on its table: where a batch ends, and what it does. Bounds are
 * literals, not parameters: each batch gets a plan for its own range, always an index
 * range scan, and no driver's statement cache is filled with it. Expressions stand
 * between line breaks, so that a comment at their end does no harm.
 */
final class KeysetBatches {

	private static final int NEIGHBOURS = 200;

	private final Sessions sessions;

	private final Backfill backfill;

	private final String table;

	private final String from;

	private final String alias;

	private final long oid;

	private final TableKey key;

	private final Pages pages;

	private final DoneOnce once;

	private final Target target;

	KeysetBatches(Sessions sessions, Backfill backfill, Target target) {
		this.sessions = sessions;
		this.backfill = backfill;
		this.table = target.table();
		this.oid = target.oid();
		this.from = target.from();
		this.alias = target.name();
		this.key = target.key();
		this.target = target;
		this.pages = new Pages(sessions, backfill, target);
		this.once = new DoneOnce(sessions, backfill, target);
	}

	/**
	 * The same on a replica.
	 */
	KeysetBatches on(Sessions replica) {
		return new KeysetBatches(replica, this.backfill, this.target);
	}

	/**
	 * The number of the table in the catalog.
	 */
	long oid() {
		return this.oid;
	}

	String table() {
		return this.table;
	}

	/**
	 * The table as statements name it.
	 */
	String from() {
		return this.from;
	}

	TableKey key() {
		return this.key;
	}

	Change change() {
		return this.backfill.change();
	}

	/**
	 * The backfill's name, if a trigger keeps its columns in step; else null.
	 */
	@Nullable String inStep() {
		return change().inStep() ? this.backfill.name() : null;
	}

	boolean comparesRows() {
		return this.key.columns().size() > 1;
	}

	String keyColumns() {
		return this.key.order();
	}

	/**
	 * The first rows of a portion.
	 * @param rows how many
	 */
	Chunk first(Portion portion, int rows) {
		if (this.key.isPlaces()) {
			return this.pages.first(portion, rows);
		}
		String within = searched(portion);
		List<List<String>> ends = this.sessions.sql()
			.query("select " + this.key.selected() + " from " + this.from + " where " + within + " order by "
					+ this.key.order() + " offset " + (rows - 1) + " limit 1", (row, number) -> position(row));
		KeyRange range = portion.range();
		if (!ends.isEmpty() && !ends.get(0).equals(range.to())) {
			return new Chunk(portion.with(new KeyRange(range.from(), ends.get(0))), rows, false);
		}
		return new Chunk(portion, ends.isEmpty() ? count(within) : rows, true);
	}

	/**
	 * Does the rows of a portion that meet the condition.
	 * @return how many
	 * @throws HopelessException if one of them would be met again
	 */
	int update(Portion portion) {
		return this.once.update(updateSql(within(portion)));
	}

	/**
	 * Counts the rows of a portion that are still to be done.
	 * @return 0 if that cannot be told
	 */
	long left(Portion portion) {
		String count = this.backfill.change().leftSql(this.from, within(portion), this.backfill.where());
		return (count != null) ? number(count) : 0;
	}

	/**
	 * Whether rows that are still to be done can be told from others.
	 */
	boolean tellsLeft() {
		return this.backfill.change().leftSql(this.from, "true", this.backfill.where()) != null;
	}

	/**
	 * Whether reading the whole table takes more than a moment: from 8 MiB on.
	 */
	boolean isLarge() {
		return this.sessions.jdbc()
			.sql("select pg_relation_size(?::bigint::oid::regclass) > 8388608")
			.param(this.oid)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Whether the table has more rows than so many.
	 */
	boolean holdsMoreThan(long rows) {
		return !this.sessions.sql()
			.queryForList("select 1 from " + this.table + " offset " + rows + " limit 1", Integer.class)
			.isEmpty();
	}

	/**
	 * How the server would change the rows of a portion, line by line; nothing is
	 * changed.
	 */
	List<String> plan(Portion portion) {
		return this.sessions.sql()
			.queryForList("explain (verbose, costs off) " + updateSql(within(portion)), String.class);
	}

	/**
	 * Changes the rows of a portion and tells how, as JSON.
	 */
	String analyze(Portion portion) {
		return String.join("\n",
				this.sessions.sql()
					.queryForList("explain (analyze, wal, timing off, format json) " + updateSql(within(portion)),
							String.class));
	}

	/**
	 * What a row holds beside some columns and those generated from others.
	 * @return a hash, or null if there is no row at the position
	 */
	@Nullable String rest(List<String> position, List<String> columns) {
		return this.sessions.jdbc()
			.sql("select md5((to_jsonb(" + this.alias + ".*) - ? - array(select attname::text from pg_attribute "
					+ "where attrelid = ? and attgenerated <> ''))::text) from " + this.from + " where "
					+ this.key.at(position))
			.params(RangeTable.array(columns), this.oid)
			.query(String.class)
			.optional()
			.orElse(null);
	}

	/**
	 * Whether neighbours by the key are neighbours on pages, and in different stripes: by
	 * some rows at the beginning of a range, of which two or more are to lie on each
	 * page.
	 * @throws org.springframework.dao.DataAccessException if the server cannot tell
	 * stripes of such keys
	 */
	boolean suitsStripes(KeyRange range) {
		String spread = stripes((of) -> " and count(distinct zdm_stripe_" + of + ") > " + of / 2);
		String neighbours = "select ctid as zdm_place"
				+ stripes((of) -> ", " + this.key.stripe(of) + " as zdm_stripe_" + of) + " from " + this.from
				+ " where " + this.key.within(range) + " order by " + this.key.order() + " limit " + NEIGHBOURS;
		return Boolean.TRUE.equals(this.sessions.sql()
			.queryForObject("select count(*) >= 2 * count(distinct (zdm_place::text::point)[0])" + spread + " from ("
					+ neighbours + ") neighbour", Boolean.class));
	}

	private static String stripes(IntFunction<String> part) {
		return StripeCount.ALL.stream().map(part::apply).collect(Collectors.joining());
	}

	/**
	 * The last position of the table.
	 * @return empty when the table is empty
	 */
	Optional<List<String>> last() {
		if (this.key.isPlaces()) {
			return this.pages.last();
		}
		return this.sessions.sql()
			.query("select " + this.key.selected() + " from " + this.from + " order by " + this.key.reverseOrder()
					+ " limit 1", (row, number) -> position(row))
			.stream()
			.findFirst();
	}

	/**
	 * Changes rows by other statements than its own.
	 */
	DoneOnce once() {
		return this.once;
	}

	/**
	 * The table's pages, for one without a key.
	 */
	Pages pages() {
		return this.pages;
	}

	/**
	 * Some positions, in order: those of the rows on some pages.
	 * @param percent how many pages, of a hundred
	 * @param upper the last position that matters
	 */
	List<List<String>> sample(double percent, List<String> upper) {
		return this.sessions.sql()
			.query("select " + this.key.selected() + " from " + this.from + " tablesample system ("
					+ BigDecimal.valueOf(percent).toPlainString() + ") where "
					+ this.key.within(new KeyRange(null, upper)) + " order by " + this.key.order(),
					(row, number) -> position(row));
	}

	/**
	 * Has the server understand and plan the change, without running it.
	 */
	void explain(Optional<List<String>> position) {
		String within = position.map((last) -> this.key.within(new KeyRange(last, last))).orElse("false");
		this.sessions.sql().query("explain " + this.once.watched(updateSql(within)), (row) -> {
		});
	}

	/**
	 * The condition that a row belongs to a portion.
	 */
	String within(Portion portion) {
		Stripe stripe = portion.stripe();
		String within = (stripe != null && stripe.dense()) ? this.key.within(portion.range(), stripe)
				: searched(portion);
		return within + (portion.without().isEmpty() ? "" : " and not " + this.key.among(portion.without()));
	}

	/**
	 * The same in the order of the key: all rows of the range are looked at, but one
	 * after the other.
	 */
	private String searched(Portion portion) {
		String within = portion.only().isEmpty() ? this.key.within(portion.range()) : this.key.among(portion.only());
		Stripe stripe = portion.stripe();
		return (stripe != null) ? within + " and " + this.key.stripe(stripe.of()) + " = " + stripe.number() : within;
	}

	/**
	 * Locks the rows of a portion, but for those that others hold, as changing them
	 * would.
	 * @return the positions of those that others hold; none where rows are only read
	 */
	List<List<String>> lockFree(Portion portion) {
		String locking = this.backfill.change().kind().locking();
		if (locking.isEmpty()) {
			return List.of();
		}
		String rows = this.from + " where " + rows(portion);
		return this.sessions.sql()
			.query("with zdm_free as materialized (select " + this.key.selected() + " from " + rows + " for " + locking
					+ " skip locked) select " + this.key.position() + " from " + rows + " and " + this.key.position()
					+ " not in (select zdm_position from zdm_free)", (row, number) -> position(row));
	}

	/**
	 * The transactions that have last locked or changed some rows, whether they have
	 * ended or not.
	 */
	List<String> lockers(List<List<String>> positions) {
		return this.sessions.sql()
			.queryForList("select distinct xmax::text from " + this.from + " where " + this.key.among(positions)
					+ " and xmax <> '0'", String.class);
	}

	/**
	 * The condition that a row belongs to a portion and to the definition.
	 */
	String rows(Portion portion) {
		return within(portion) + condition();
	}

	private String updateSql(String within) {
		return this.backfill.change().sql(this.from, within + condition());
	}

	/**
	 * The definition's condition, to be put behind another one; empty for all rows.
	 */
	String condition() {
		return (this.backfill.where() != null) ? " and (\n" + this.backfill.where() + "\n)" : "";
	}

	private long count(String condition) {
		return number("select count(*) from " + this.from + " where " + condition);
	}

	private long number(String sql) {
		return Objects.requireNonNull(this.sessions.sql().queryForObject(sql, Long.class));
	}

	private static List<String> position(ResultSet row) throws SQLException {
		Array array = row.getArray(1);
		return List.of((String[]) array.getArray());
	}

}
