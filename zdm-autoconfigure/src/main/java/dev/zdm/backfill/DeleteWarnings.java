package dev.zdm.backfill;

import java.util.List;

/**
 * What deleting rows of a table costs elsewhere: foreign keys that refer to it are
 * checked, or followed, for each row.
 */
final class DeleteWarnings {

	private static final String REFERENCES = """
			select quote_ident(c.conname) as name, c.conrelid::regclass::text as table_name,
			       c.confdeltype in ('c', 'n', 'd') as follows,
			       (select string_agg(quote_ident(a.attname), ', ' order by k.n)
			          from unnest(c.conkey) with ordinality k(attnum, n)
			          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum) as columns,
			       exists (select from pg_index i
			                where i.indrelid = c.conrelid and i.indisvalid and i.indpred is null
			                  and c.conkey <@ (i.indkey::int2[])[0:cardinality(c.conkey) - 1]) as indexed
			  from pg_constraint c
			 where c.contype = 'f' and c.confrelid = ? order by 2, 1
			""";

	private final Sessions sessions;

	DeleteWarnings(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * A sentence for each foreign key that makes deleting dearer.
	 */
	List<String> of(long table) {
		return this.sessions.jdbc()
			.sql(REFERENCES)
			.param(table)
			.query((row, number) -> warning(row.getString("name"), row.getString("table_name"),
					row.getString("columns"), row.getBoolean("follows"), row.getBoolean("indexed")))
			.stream()
			.filter((warning) -> !warning.isEmpty())
			.toList();
	}

	private static String warning(String name, String table, String columns, boolean follows, boolean indexed) {
		String first = indexed ? ""
				: "foreign key %s of %s has no index on (%s), so each deleted row reads all of %2$s: create one first"
					.formatted(name, table, columns);
		String second = follows ? "foreign key %s deletes or changes rows of %s, too".formatted(name, table) : "";
		return first.isEmpty() || second.isEmpty() ? first + second : first + "; it deletes or changes those rows, too";
	}

}
