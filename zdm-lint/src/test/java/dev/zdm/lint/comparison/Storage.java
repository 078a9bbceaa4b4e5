package dev.zdm.lint.comparison;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The relations of a database and the files that hold them, at one moment of a
 * transaction.
 *
 * @param relations the relations, temporary ones and the server's own left out
 */
record Storage(List<Stored> relations) {

	private static final String RELATIONS = """
			select c.oid, n.nspname || '.' || c.relname as name, c.relkind, coalesce(pg_relation_filenode(c.oid), 0),
				coalesce(i.indrelid, 0), coalesce(pg_stat_get_xact_numscans(c.oid), 0),
				coalesce(pg_stat_get_xact_tuples_updated(c.oid), 0)
			from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid
			where n.nspname !~ '^(pg_|information_schema)' and c.relkind in ('r', 'p', 'm', 'v', 'i')
			order by 1
			""";

	static Storage of(Connection connection) throws SQLException {
		List<Stored> relations = new ArrayList<>();
		try (ResultSet row = connection.createStatement().executeQuery(RELATIONS)) {
			while (row.next()) {
				relations.add(new Stored(row.getLong(1), row.getString(2), row.getString(3).charAt(0), row.getLong(4),
						row.getLong(5), row.getLong(6), row.getLong(7)));
			}
		}
		return new Storage(List.copyOf(relations));
	}

	/** The relation, or one that holds nothing when there is none. */
	Stored of(long oid) {
		return this.relations.stream()
			.filter((relation) -> relation.oid() == oid)
			.findFirst()
			.orElse(new Stored(oid, "", ' ', 0, 0, 0, 0));
	}

	/** Tables, views and materialized views. */
	List<Stored> tables() {
		return this.relations.stream().filter((relation) -> relation.kind() != 'i').toList();
	}

	/** The tables that were there before. */
	List<Stored> tablesKnownTo(Storage before) {
		return tables().stream().filter((table) -> before.of(table.oid()).kind() != ' ').toList();
	}

	/**
	 * How many indexes of a table hold files that were not there before: an index can be
	 * a new one and keep the file of the old.
	 */
	long built(long table, Storage before) {
		Set<Long> files = before.relations.stream().map(Stored::file).collect(Collectors.toSet());
		return this.relations.stream()
			.filter((index) -> index.table() == table && index.file() != 0 && !files.contains(index.file()))
			.count();
	}

	/**
	 * A relation.
	 *
	 * @param oid its object id
	 * @param name its schema and name
	 * @param kind {@code relkind}
	 * @param file its file node, 0 for none
	 * @param table the table of an index, else 0
	 * @param scans how often this transaction read it from end to end
	 * @param updated how many of its rows this transaction changed
	 */
	record Stored(long oid, String name, char kind, long file, long table, long scans, long updated) {

		boolean isRewrittenSince(Storage before) {
			return this.file != 0 && this.file != before.of(this.oid).file();
		}

	}

}
