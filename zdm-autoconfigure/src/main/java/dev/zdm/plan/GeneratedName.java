package dev.zdm.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names that PostgreSQL gives to constraints and indexes without one.
 *
 * @see <a href=
 * "https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/indexcmds.c">makeObjectName</a>
 */
final class GeneratedName {

	private static final int LONGEST = 63;

	private GeneratedName() {
	}

	/**
	 * Puts the parts together, cutting the longer of the first two, byte by byte, until
	 * all fit.
	 */
	static String of(String table, String columns, String label) {
		byte[] first = table.getBytes(StandardCharsets.UTF_8);
		byte[] second = columns.getBytes(StandardCharsets.UTF_8);
		int available = LONGEST - label.length() - 1 - (columns.isEmpty() ? 0 : 1);
		int firstLength = first.length;
		int secondLength = second.length;
		while (firstLength + secondLength > available) {
			if (firstLength > secondLength) {
				firstLength--;
			}
			else {
				secondLength--;
			}
		}
		return cut(first, firstLength) + (columns.isEmpty() ? "" : "_" + cut(second, secondLength)) + "_" + label;
	}

	/** As many whole characters as fit. */
	private static String cut(byte[] text, int length) {
		int end = length;
		while (end < text.length && end > 0 && (text[end] & 0xC0) == 0x80) {
			end--;
		}
		return new String(Arrays.copyOf(text, end), StandardCharsets.UTF_8);
	}

}
