package dev.zdm.plan;

import java.nio.charset.StandardCharsets;

/**
 * The names that PostgreSQL gives to constraints without one.
 *
 * @see <a href=
 * "https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/indexcmds.c">makeObjectName</a>
 */
final class GeneratedName {

	private static final int LONGEST = 63;

	private GeneratedName() {
	}

	/**
	 * Puts the parts together, cutting the longer of the first two until all fit.
	 */
	static String of(String table, String columns, String label) {
		int available = LONGEST - bytes(label) - 1 - (columns.isEmpty() ? 0 : 1);
		String first = table;
		String second = columns;
		while (bytes(first) + bytes(second) > available) {
			if (bytes(first) > bytes(second)) {
				first = first.substring(0, first.length() - 1);
			}
			else {
				second = second.substring(0, second.length() - 1);
			}
		}
		return first + (columns.isEmpty() ? "" : "_" + second) + "_" + label;
	}

	private static int bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
