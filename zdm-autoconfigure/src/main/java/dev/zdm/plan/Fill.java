package dev.zdm.plan;

import dev.zdm.sql.QualifiedName;

/**
 * Rows that get the value of a new column, in small batches.
 *
 * @param table the table; with its partitions
 * @param oid its object id
 * @param column the column, as it is stored, without quotes
 * @param expression what each row gets, as SQL
 * @param where which rows get it, as SQL; no longer true for a row that has it
 */
public record Fill(QualifiedName table, long oid, String column, String expression, String where) {

	/** A column without values that gets its own default. */
	static Fill byDefault(QualifiedName table, long oid, String column) {
		return new Fill(table, oid, column, "DEFAULT", QualifiedName.quoteIfNeeded(column) + " IS NULL");
	}

	/**
	 * The whole as one statement, to be read.
	 * @return an {@code UPDATE} that does the same to all rows at once
	 */
	public String toSql() {
		return "UPDATE " + this.table + " SET " + QualifiedName.quoteIfNeeded(this.column) + " = " + this.expression
				+ " WHERE " + this.where;
	}

}
