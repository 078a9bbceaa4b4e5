package dev.zdm.backfill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.zdm.sql.MigrationVersion;

/**
 * Asks the history tables of Flyway and Liquibase which migrations have run. They are
 * known by their columns, whatever they are called; those on the search path count, or if
 * there are none, all that the role may read.
 */
final class ToolHistory {

	private static final String TABLES = """
			select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, pg_table_is_visible(c.oid) as visible,
			       count(*) filter (where a.attname in ('installed_rank', 'version', 'type', 'success')) = 4 as flyway
			  from pg_class c
			  join pg_namespace n on n.oid = c.relnamespace
			  join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname in (
			    'installed_rank', 'version', 'type', 'success', 'id', 'author', 'filename', 'exectype')
			 where c.relkind = 'r' and has_table_privilege(c.oid, 'select') and has_schema_privilege(n.oid, 'usage')
			 group by c.oid, n.nspname, c.relname
			having count(*) filter (where a.attname in ('installed_rank', 'version', 'type', 'success')) = 4
			    or count(*) filter (where a.attname in ('id', 'author', 'filename', 'exectype')) = 4
			""";

	private final Sessions sessions;

	ToolHistory(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Whether a migration has run.
	 * @param version the version for Flyway, the id of a changeset for Liquibase
	 * @return false also where there is no history
	 */
	boolean holds(String version) {
		List<History> all = this.sessions.jdbc()
			.sql(TABLES)
			.query((row, number) -> new History(row.getString("name"), row.getBoolean("visible"),
					row.getBoolean("flyway")))
			.list();
		boolean anyVisible = all.stream().anyMatch(History::visible);
		return all.stream()
			.filter((history) -> history.visible() || !anyVisible)
			.anyMatch((history) -> history.flyway() ? flyway(history.name(), version)
					: liquibase(history.name(), version));
	}

	/** What a baseline covers counts as run; what was undone does not. */
	private boolean flyway(String table, String version) {
		if (!MigrationVersion.isOne(version)) {
			return false;
		}
		MigrationVersion wanted = MigrationVersion.of(version);
		Map<MigrationVersion, Boolean> ran = new HashMap<>();
		this.sessions.sql()
			.query("select version, type from " + table
					+ " where success and version is not null order by installed_rank", (row) -> {
						String found = row.getString("version");
						if (MigrationVersion.isOne(found)) {
							boolean covers = row.getString("type").contains("BASELINE")
									&& MigrationVersion.of(found).compareTo(wanted) >= 0;
							ran.put(covers ? wanted : MigrationVersion.of(found),
									!row.getString("type").startsWith("UNDO"));
						}
					});
		return ran.getOrDefault(wanted, false);
	}

	private boolean liquibase(String table, String id) {
		return Stream.of("EXECUTED", "RERAN", "MARK_RAN")
			.anyMatch((type) -> this.sessions.jdbc()
				.sql("select exists (select from " + table + " where id = ? and exectype = ?)")
				.params(id, type)
				.query(Boolean.class)
				.single());
	}

	/**
	 * A history table.
	 */
	private record History(String name, boolean visible, boolean flyway) {
	}

}
