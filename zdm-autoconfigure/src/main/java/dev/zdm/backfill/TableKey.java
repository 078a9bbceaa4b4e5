package dev.zdm.backfill;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns of a unique index in its order, and the SQL that walks along it. A position
 * is a list of values as text, one per column.
 *
 * @param columns the columns, in the order of the index
 */
record TableKey(List<KeyColumn> columns) {

	/** Where rows lie, for want of a key: see {@link Pages}. */
	static final TableKey PLACES = new TableKey(List.of(new KeyColumn("ctid", "ctid", "tid", "")));

	/** As many numbers to a row take no longer to try than looking at the other rows. */
	private static final int MOST_NUMBERS = 3;

	/** Above it, a step of a stripe may lead to no number at all. */
	private static final BigInteger HIGHEST = BigInteger.valueOf(Long.MAX_VALUE - Short.MAX_VALUE);

	TableKey {
		columns = List.copyOf(columns);
	}

	/**
	 * Whether it is no key, but the place of each row.
	 */
	boolean isPlaces() {
		return equals(PLACES);
	}

	/**
	 * The position of a row.
	 */
	String position() {
		return join((column) -> column.name() + "::text", "array[", "]");
	}

	/**
	 * A select list whose only value is the position of the row, by a name that no column
	 * of the key has: else {@code order by} would mean it instead of the column.
	 */
	String selected() {
		return position() + " as zdm_position";
	}

	String order() {
		return join(KeyColumn::ordered, "", "");
	}

	String reverseOrder() {
		return join((column) -> column.ordered() + " desc", "", "");
	}

	/**
	 * The condition that a row lies in a range.
	 */
	String within(KeyRange range) {
		String upper = compare("<=", range.to());
		List<String> from = range.from();
		return (from != null) ? compare(">", from) + " and " + upper : upper;
	}

	/**
	 * The condition that a row is the one at a position.
	 */
	String at(List<String> position) {
		return compare("=", position);
	}

	/**
	 * The condition that a row is one of those at some positions.
	 */
	String among(List<List<String>> positions) {
		return join(KeyColumn::ordered, "(", ")")
				+ positions.stream().map(this::literals).collect(Collectors.joining(", ", " in (", ")"));
	}

	/**
	 * The number of the stripe that a row belongs to. It depends on nothing but the key's
	 * value, least of all on settings of the session. Neighbours among whole numbers
	 * always get different ones.
	 * @param of how many there are
	 */
	String stripe(int of) {
		String number = (this.columns.size() == 1) ? this.columns.get(0).number()
				: KeyColumn.hash(join(KeyColumn::name, "", ""));
		return "((" + number + " % " + of + " + " + of + ") % " + of + ")";
	}

	/**
	 * Whether a range that holds so many rows consists of whole numbers with few gaps.
	 */
	boolean isDense(KeyRange range, long rows) {
		List<String> from = range.from();
		if (this.columns.size() > 1 || !this.columns.get(0).isInteger() || from == null) {
			return false;
		}
		BigInteger to = new BigInteger(range.to().get(0));
		BigInteger numbers = to.subtract(new BigInteger(from.get(0)));
		return numbers.compareTo(BigInteger.valueOf(rows * MOST_NUMBERS)) <= 0 && to.compareTo(HIGHEST) < 0;
	}

	/**
	 * The condition that a row belongs to a stripe of a range, where keys are dense.
	 */
	String within(KeyRange range, Stripe stripe) {
		KeyColumn column = this.columns.get(0);
		long first = Long.parseLong(Objects.requireNonNull(range.from()).get(0)) + 1;
		first += Math.floorMod(stripe.number() - Math.floorMod(first, stripe.of()), stripe.of());
		return column.name() + " = any (array(select generate_series(" + first + "::bigint, " + range.to().get(0)
				+ "::bigint, " + stripe.of() + ")::" + column.type() + "))";
	}

	/**
	 * Tells whether positions of this key can be read as positions of another one.
	 */
	String signature() {
		return join((column) -> column.ordered() + ' ' + column.type(), "", "");
	}

	private String compare(String operator, List<String> position) {
		return join(KeyColumn::ordered, "(", ")") + ' ' + operator + ' ' + literals(position);
	}

	private String literals(List<String> position) {
		List<String> values = new ArrayList<>();
		for (int i = 0; i < this.columns.size(); i++) {
			values.add(this.columns.get(i).literal(position.get(i)));
		}
		return values.stream().collect(Collectors.joining(", ", "(", ")"));
	}

	private String join(Function<KeyColumn, String> part, String prefix, String suffix) {
		return this.columns.stream().map(part).collect(Collectors.joining(", ", prefix, suffix));
	}

}
