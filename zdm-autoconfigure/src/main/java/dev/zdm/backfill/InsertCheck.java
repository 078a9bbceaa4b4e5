package dev.zdm.backfill;

import java.util.List;

import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Asks the catalog whether the table that a backfill inserts into can be one.
 */
final class InsertCheck {

	private static final String READ = """
			select c.relkind in ('r', 'p') as is_table, row_security_active(c.oid) as row_security,
			       coalesce(pg_partition_root(c.oid), c.oid) = coalesce(pg_partition_root(s.oid), s.oid) as same
			  from pg_class c, pg_class s where c.oid = to_regclass(?) and s.oid = ?
			""";

	private static final String NEEDED = """
			select quote_ident(a.attname) from pg_attribute a
			 where a.attrelid = to_regclass(?) and a.attnum > 0 and not a.attisdropped and a.attnotnull
			   and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' and a.attname <> all(?)
			   and not exists (select from pg_type t where t.oid = a.atttypid and t.typdefault is not null)
			   and not exists (select from pg_trigger g
			                    where g.tgrelid = a.attrelid and not g.tgisinternal and g.tgtype & 7 = 7)
			 order by a.attnum
			""";

	private final Sessions sessions;

	InsertCheck(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Checks the other table, in the caller's transaction. What a trigger may do to the
	 * new rows is not foreseen.
	 * @param source the table whose rows are read
	 * @throws BackfillDefinitionException if rows cannot be inserted, or could be met
	 * again
	 */
	void check(Backfill backfill, InsertRows insert, long source) {
		Other other = this.sessions.jdbc()
			.sql(READ)
			.params(insert.into(), source)
			.query((row, number) -> new Other(row.getBoolean("is_table"), row.getBoolean("row_security"),
					row.getBoolean("same")))
			.optional()
			.orElseThrow(() -> new BackfillDefinitionException(backfill.name(), "there is no table " + insert.into()
					+ " on the search path to insert into; create it first, or name its schema"));
		if (!other.table()) {
			throw new BackfillDefinitionException(backfill.name(), insert.into()
					+ " is no table of this database, so rows and progress could not be committed together; name a table");
		}
		if (other.same()) {
			throw new BackfillDefinitionException(backfill.name(), "it inserts into the table that it reads, or into "
					+ "a part of it, and could meet its own rows. Insert into another table");
		}
		if (other.rowSecurity()) {
			throw new BackfillDefinitionException(backfill.name(), "row level security may hide rows of "
					+ insert.into() + " from this role; run it as a role with BYPASSRLS or as the table's owner");
		}
		List<String> needed = this.sessions.jdbc()
			.sql(NEEDED)
			.params(insert.into(), new SqlArrayValue("name", insert.assignments().plainColumns().toArray()))
			.query(String.class)
			.list();
		if (!needed.isEmpty()) {
			throw new BackfillDefinitionException(backfill.name(), "it sets nothing for " + String.join(", ", needed)
					+ " of " + insert.into() + ", which must not be null and has no default. Set it");
		}
	}

	/**
	 * What the catalog says of the other table.
	 */
	private record Other(boolean table, boolean rowSecurity, boolean same) {
	}

}
