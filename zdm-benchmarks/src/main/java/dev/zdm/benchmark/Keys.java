package dev.zdm.benchmark;

/**
 * What the primary key is like. Neighbours by any of them are neighbours on pages.
 */
enum Keys {

	/** Whole numbers without a gap. */
	DENSE("bigint", "g"),

	/**
	 * As services make them for themselves: milliseconds, the number of the service, and
	 * a number within the millisecond that is nearly always 0.
	 */
	SNOWFLAKE("bigint", "((1700000000000 - 1288834974657 + g::bigint * 13) << 22) | (5 << 12)"),

	/** Text of digits. */
	TEXT("text collate \"C\"", "lpad(g::text, 12, '0')");

	private final String type;

	private final String value;

	Keys(String type, String value) {
		this.type = type;
		this.value = value;
	}

	/**
	 * The column's type as in SQL.
	 */
	String type() {
		return this.type;
	}

	/**
	 * The value of row {@code g}, in SQL.
	 */
	String value() {
		return this.value;
	}

}
