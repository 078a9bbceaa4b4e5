package dev.zdm.sample;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A column that a migration adds while the shop is open. Once seen it is there for good.
 */
class NewColumn {

	private static final String EXISTS = """
			select exists (
				select from information_schema.columns
				where table_schema = current_schema() and table_name = :table and column_name = :column)
			""";

	private final String table;

	private final String column;

	private volatile boolean seen;

	NewColumn(String table, String column) {
		this.table = table;
		this.column = column;
	}

	boolean exists(JdbcClient jdbc) {
		if (!this.seen) {
			this.seen = jdbc.sql(EXISTS)
				.param("table", this.table)
				.param("column", this.column)
				.query(Boolean.class)
				.single();
		}
		return this.seen;
	}

}
