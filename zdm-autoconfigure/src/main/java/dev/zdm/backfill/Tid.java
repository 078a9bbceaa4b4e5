package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A place in a table's file, as PostgreSQL's {@code tid} has it: a page, and a line
 * pointer on it.
 *
 * @param page the number of the page, from 0
 * @param line the number of the line pointer, from 1; 0 for the beginning of the page
 */
record Tid(long page, int line) {

	/** Before all rows: the first line pointer of a page is 1. */
	static final Tid START = new Tid(0, 0);

	/** Behind the last line pointer that a page can have, however large. */
	private static final int LAST_LINE = 65_535;

	/**
	 * The end of a page.
	 * @param page its number
	 */
	static Tid endOf(long page) {
		return new Tid(page, LAST_LINE);
	}

	/**
	 * What lies before a page.
	 * @param page its number
	 */
	static Tid before(long page) {
		return (page == 0) ? START : endOf(page - 1);
	}

	/**
	 * Reads a position, as {@link #position()} writes it and the server does.
	 * @param position null for the beginning of the table
	 * @return null for the beginning of the table
	 */
	static @Nullable Tid of(@Nullable List<String> position) {
		if (position == null) {
			return null;
		}
		String[] numbers = position.get(0).replaceAll("[()]", "").split(",");
		return new Tid(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]));
	}

	/**
	 * The only value of a position, as text.
	 */
	List<String> position() {
		return List.of("(" + this.page + "," + this.line + ")");
	}

	boolean isEndOfPage() {
		return this.line == LAST_LINE;
	}

}
