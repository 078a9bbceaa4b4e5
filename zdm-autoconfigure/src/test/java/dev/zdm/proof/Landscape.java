package dev.zdm.proof;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.zdm.sql.QualifiedName;

/**
 * The relations of the application that exist before any case runs. Every case is rolled
 * back, so it is read once.
 *
 * @param relations the relations by object id
 */
record Landscape(Map<Long, Site> relations) {

	private static final String RELATIONS = """
			select c.oid, n.nspname, c.relname, c.relkind, c.relpersistence = 't' or n.nspname like 'pg_toast_temp%',
			    c.relfilenode, coalesce(i.indrelid, main.oid, 0)
			from pg_class c join pg_namespace n on n.oid = c.relnamespace
			left join pg_index i on i.indexrelid = c.oid left join pg_class main on main.reltoastrelid = c.oid
			where c.oid >= 16384 and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 't')
			""";

	static Landscape read(Connection connection) throws SQLException {
		Map<Long, Site> relations = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(RELATIONS)) {
			while (row.next()) {
				relations.put(row.getLong(1),
						new Site(new QualifiedName(row.getString(2), row.getString(3)).toString(), row.getString(3),
								row.getString(4).charAt(0), row.getBoolean(5), row.getLong(6), row.getLong(7)));
			}
		}
		return new Landscape(Map.copyOf(relations));
	}

	Optional<Site> site(long oid) {
		return Optional.ofNullable(this.relations.get(oid));
	}

	/** The files that tables and indexes have. */
	Set<Long> files() {
		return this.relations.values().stream().map(Site::file).collect(Collectors.toSet());
	}

	/** The table that the server's message names without its schema. */
	Optional<Long> table(String shortName) {
		return this.relations.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isTable() && entry.getValue().shortName().equals(shortName))
			.map(Map.Entry::getKey)
			.findFirst();
	}

	/**
	 * A relation.
	 *
	 * @param name its schema and name
	 * @param shortName its name alone
	 * @param kind its {@code relkind}
	 * @param temporary whether only this session sees it
	 * @param file its file, or 0
	 * @param owner the table of an index, the main table of a toast table, or 0
	 */
	record Site(String name, String shortName, char kind, boolean temporary, long file, long owner) {

		/** Whether it has rows that the application put there. */
		boolean isTable() {
			return this.kind == 'r' || this.kind == 'm';
		}

	}

}
