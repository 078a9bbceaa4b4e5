package dev.zdm.proof;

import java.util.regex.Pattern;

/**
 * Statements that empty tables. They give them new files, but no row is written or read
 * for that, so that their work does not count.
 */
final class Emptying {

	private static final Pattern TRUNCATE = Pattern.compile("(?i)(truncate|do 'begin truncate)\\b.*");

	private Emptying() {
	}

	static boolean isOnly(String sql) {
		return TRUNCATE.matcher(sql).matches();
	}

}
