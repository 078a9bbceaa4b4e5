package dev.zdm.backfill;

import java.util.Map;
import java.util.Set;

/**
 * A column of a table's key.
 *
 * @param name its name, quoted where needed
 * @param plainName its name as the catalog has it
 * @param type its type as in SQL
 * @param collation the collation of the index, quoted, when it is not the column's own;
 * else empty
 */
record KeyColumn(String name, String plainName, String type, String collation) {

	private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

	/** What hashing a row of one column comes to, without making the row. */
	private static final Map<String, String> HASHES = Map.of("text", "hashtextextended", "character varying",
			"hashtextextended", "uuid", "uuid_hash_extended");

	boolean isInteger() {
		return INTEGERS.contains(this.type);
	}

	/**
	 * A whole number that depends on nothing but the value: the value itself if it is
	 * one, else its hash.
	 */
	String number() {
		String hash = HASHES.getOrDefault(this.type.replaceFirst("\\(\\d+\\)$", ""), "");
		return isInteger() ? this.name : hash.isEmpty() ? hash(this.name) : hash + "(" + this.name + ", 0)";
	}

	/**
	 * The hash of a row.
	 * @param columns its columns, in SQL
	 */
	static String hash(String columns) {
		return "hash_record_extended(row(" + columns + "), 0)";
	}

	/**
	 * The column as the index orders it.
	 */
	String ordered() {
		return this.collation.isEmpty() ? this.name : this.name + " collate " + this.collation;
	}

	String literal(String value) {
		String doubled = value.replace("'", "''");
		String quoted = doubled.contains("\\") ? "E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
		return quoted + "::" + this.type;
	}

}
