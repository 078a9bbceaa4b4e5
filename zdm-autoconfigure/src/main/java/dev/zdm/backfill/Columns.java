package dev.zdm.backfill;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of columns, as definitions write them in SQL.
 */
final class Columns {

	private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*|\"([^\"\\x00]|\"\")+\"");

	private Columns() {
	}

	/**
	 * The name without space around it.
	 * @param deed what the backfill does with the column, for the message
	 * @throws IllegalArgumentException if it is no identifier
	 */
	static String checked(String backfill, String deed, String column) {
		String stripped = column.strip();
		if (!NAME.matcher(stripped).matches()) {
			throw new IllegalArgumentException("Backfill \"" + backfill + "\" " + deed + " \"" + column
					+ "\", which is no column name; quote it as in SQL if it is one");
		}
		return stripped;
	}

	/**
	 * Names that are each given once.
	 * @throws IllegalArgumentException if one is no identifier, or is there twice
	 */
	static List<String> checked(String backfill, String deed, List<String> columns) {
		List<String> checked = columns.stream().map((column) -> checked(backfill, deed, column)).toList();
		if (checked.stream().map(Columns::plain).distinct().count() < checked.size()) {
			throw new IllegalArgumentException(
					"Backfill \"" + backfill + "\" " + deed + " a column twice in " + checked + "; name it once");
		}
		return checked;
	}

	/**
	 * The name that the catalog has for a column.
	 */
	static String plain(String identifier) {
		return identifier.startsWith("\"") ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
				: identifier.toLowerCase(Locale.ROOT);
	}

}
