package dev.zdm.backfill;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Decides whether a backfill may walk along the pages of a table, for want of a key: only
 * if the rows themselves tell, for ever, which of them are done.
 */
final class PageCheck {

	private static final String IS_HEAP = """
			select coalesce((select amname = 'heap' from pg_am where oid = c.relam), false) from pg_class c where c.oid = ?
			""";

	/** Neither functions nor operators that look at anything but their arguments. */
	private static final Set<String> NO_PREDICATE = Set.of("42P17", "0A000");

	private static final String MISSING_RIGHT = """
			select format('grant temporary on database %I to %I', current_database(), current_user)
			 where not has_database_privilege(current_database(), 'temporary')
			""";

	private final Sessions sessions;

	PageCheck(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Says what is in the way, as far as the definition and the catalog tell.
	 * @return the end of a sentence that asks for a key; null if nothing is
	 */
	@Nullable String obstacle(Backfill backfill, long table) {
		if (backfill.change() instanceof InsertRows) {
			return ": without a key it cannot be told which rows were inserted already";
		}
		if (backfill.where() == null) {
			return ", or say in where which rows are still to be done: by columns that it sets, so that a row that is "
					+ "done no longer meets it, as in where: email_lower is distinct from lower(email)";
		}
		boolean heap = this.sessions.jdbc().sql(IS_HEAP).param(table).query(Boolean.class).single();
		return heap ? null : ": its access method is none that is known to keep rows in numbered pages";
	}

	/**
	 * Sees that the condition looks at nothing but the row, by making it the predicate of
	 * an index of an empty temporary table that goes with the transaction. The real table
	 * is locked {@code ACCESS SHARE}. What is deleted cannot come back, so its condition
	 * may look at anything.
	 * @param alias what expressions call the table
	 * @throws BackfillDefinitionException if it does not, or the server cannot tell
	 */
	void requireLastingCondition(Backfill backfill, Target target, String alias) {
		if (backfill.change().kind() != Change.Kind.UPDATE) {
			return;
		}
		requireRight(backfill, target);
		try {
			this.sessions.sql()
				.execute("create temporary table " + alias + " (like " + target.table() + ") on commit drop");
			this.sessions.sql()
				.execute("create index on pg_temp." + alias + " ((true)) where (\n" + backfill.where() + "\n)");
			this.sessions.sql().execute("drop table pg_temp." + alias);
		}
		catch (DataAccessException ex) {
			Failure failure = Failure.of(ex);
			if (!NO_PREDICATE.contains(failure.sqlState())) {
				throw ex;
			}
			throw new BackfillDefinitionException(backfill.name(), "table " + target.table()
					+ " has no key, so where has to tell for ever which rows are done, and this one may change its mind ("
					+ failure.message()
					+ "). Use columns of the row and immutable functions only, or add a primary key");
		}
	}

	private void requireRight(Backfill backfill, Target target) {
		this.sessions.jdbc().sql(MISSING_RIGHT).query(String.class).optional().ifPresent((grant) -> {
			throw new BackfillDefinitionException(backfill.name(), "table " + target.table()
					+ " has no key, and whether where will do instead is tried on a temporary table, which this role may "
					+ "not create: run \"" + grant + "\", or add a primary key");
		});
	}

}
