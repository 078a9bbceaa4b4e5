package dev.zdm.proof;

import java.util.List;
import java.util.Locale;

/**
 * Kinds of table that every case of {@code each-table.sql} is tried on.
 */
enum TableKind {

	PLAIN("plain_t", 20, "create table {t} ({columns})"),

	QUOTED("\"Other S\".", "\"T.1 x\"", 20, "create table {t} ({columns})"),

	/** Also the one without rows. */
	UNLOGGED("unlogged_t", 0, "create unlogged table {t} ({columns})"),

	TEMPORARY("temp_t", 20, "create temporary table {t} ({columns})"),

	WATCHED("watched_t", 20, "create table {t} ({columns})", "create view watched_view as select id, a, b from {t}",
			"create materialized view watched_stored as select id, e from {t}",
			"create view watched_again as select a from watched_view"),

	REFERENCED("referenced_t", 20, "create table {t} ({columns})",
			"alter table {t} add constraint referenced_pk primary key (id)",
			"create table referring (id bigint references referenced_t, own bigint constraint referring_later references target)"),

	RANGES("range_t", 20, "create table {t} ({columns}) partition by range (id)",
			"create table range_t_1 partition of {t} for values from (0) to (100)",
			"create table range_t_2 partition of {t} for values from (100) to (200) partition by list (kind)",
			"create table range_t_2_a partition of range_t_2 for values in ('a')",
			"create table range_t_2_rest partition of range_t_2 default",
			"create table range_t_rest partition of {t} default"),

	LISTS("list_t", 20, "create table {t} ({columns}) partition by list (kind)",
			"create table list_t_a partition of {t} for values in ('a') partition by hash (id)",
			"create table list_t_a0 partition of list_t_a for values with (modulus 2, remainder 0)",
			"create table list_t_a1 partition of list_t_a for values with (modulus 2, remainder 1)"),

	LEAF("leaf_t", 20, "create table leaf_root ({columns}) partition by range (id)",
			"create table {t} partition of leaf_root for values from (0) to (1000)"),

	PARENT("parent_t", 20, "create table {t} ({columns})", "create table parent_child (extra int) inherits ({t})",
			"create table parent_grandchild () inherits (parent_child, side)"),

	CHILD("child_t", 20, "create table child_root ({columns})", "create table {t} (extra int) inherits (child_root)");

	private static final String COLUMNS = """
			id bigint not null, a int, b varchar(20), c numeric(10,2), d timestamp, e text,
			f date not null default '2026-01-01', g int default 7, kind text not null default 'a', k bigint, z int""";

	private static final String ROWS = """
			insert into {t} (id, a, b, c, d, e, kind, k, z)
			select n, n, 'b' || n, n, timestamp '2026-01-01', 'e' || n, 'a', n, n from generate_series(1, %d) n""";

	private final String schema;

	private final String table;

	private final int rows;

	private final List<String> creation;

	TableKind(String table, int rows, String... creation) {
		this("", table, rows, creation);
	}

	TableKind(String schema, String table, int rows, String... creation) {
		this.schema = schema;
		this.table = table;
		this.rows = rows;
		this.creation = List.of(creation);
	}

	/** The statements that create it and put rows in. */
	List<String> creation() {
		return this.creation.stream().map(this::fill).toList();
	}

	String rows() {
		return fill(ROWS.formatted(this.rows));
	}

	/** Puts its names in a statement. */
	String fill(String sql) {
		return sql.replace("{columns}", COLUMNS)
			.replace("{t}", this.schema + this.table)
			.replace("{x}", name().toLowerCase(Locale.ROOT))
			.replace("{s}", this.schema);
	}

}
