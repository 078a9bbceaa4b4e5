package dev.zdm.backfill;

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

	boolean isInteger() {
		return INTEGERS.contains(this.type);
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
