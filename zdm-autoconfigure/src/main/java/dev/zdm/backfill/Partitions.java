package dev.zdm.backfill;

import java.util.List;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The partitions that hold the rows of a partitioned table, whatever the number of
 * levels.
 */
final class Partitions {

	private static final String LEAVES = """
			select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, c.relkind
			  from pg_partition_tree(?) t
			  join pg_class c on c.oid = t.relid
			  join pg_namespace n on n.oid = c.relnamespace
			 where t.isleaf and c.oid <> ?
			 order by n.nspname, c.relname
			""";

	private static final String SETS_KEY = """
			select exists (
			  select from pg_partition_tree(?) t
			    join pg_partitioned_table p on p.partrelid = t.relid
			    join pg_attribute a on a.attrelid = p.partrelid and a.attnum = any(p.partattrs::int2[])
			   where a.attname = any(?))
			""";

	private final Sessions sessions;

	Partitions(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * The names of all partitions that are tables, qualified and quoted.
	 * @throws BackfillDefinitionException if one is no table, or rows would move between
	 * them
	 */
	List<String> of(Backfill backfill, long table, String name) {
		boolean setsKey = this.sessions.jdbc()
			.sql(SETS_KEY)
			.params(table, new SqlArrayValue("name", backfill.plainColumns().toArray()))
			.query(Boolean.class)
			.single();
		if (setsKey) {
			throw new BackfillDefinitionException(backfill.name(), "it sets a column of the partition key of " + name
					+ ": rows would move between partitions, and could be met twice. Set another column");
		}
		return this.sessions.jdbc()
			.sql(LEAVES)
			.params(table, table)
			.query((row, number) -> leaf(backfill, row.getString("name"), row.getString("relkind")))
			.list();
	}

	private static String leaf(Backfill backfill, String name, String kind) {
		if (!kind.equals("r")) {
			throw new BackfillDefinitionException(backfill.name(), "partition " + name
					+ " is no table of this database; declare a backfill for each partition that is one");
		}
		return name;
	}

}
