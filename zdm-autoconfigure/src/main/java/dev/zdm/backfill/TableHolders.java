package dev.zdm.backfill;

import java.util.Collection;
import java.util.List;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells who holds a table, or a partition of it, or waits for it before others, so that
 * no row of it can be changed. No lock is taken for that.
 */
final class TableHolders {

	private static final String SESSIONS = """
			with recursive tree as (
			  select to_regclass(name)::oid as relation from unnest(?) name
			  union
			  select inhrelid from tree join pg_inherits on inhparent = relation)
			""" + Holders.SESSIONS_WITH.formatted("""
			l.locktype = 'relation' and l.relation in (select relation from tree)
			   and l.database = (select oid from pg_database where datname = current_database())
			   and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')""");

	private final Sessions sessions;

	TableHolders(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * Who holds some tables now.
	 * @param tables their names, as in SQL
	 * @return up to three sessions, those with the oldest transactions first, with
	 * semicolons between them; empty if they are gone by now, or the server cannot be
	 * asked
	 */
	String of(Collection<String> tables) {
		try {
			List<String> found = this.sessions.inTransaction(Limits.JOURNAL,
					() -> this.sessions.jdbc()
						.sql(SESSIONS)
						.param(RangeTable.array(List.copyOf(tables)))
						.query(Holders::session)
						.list());
			return String.join("; ", found);
		}
		catch (DataAccessException | TransactionException ex) {
			return "";
		}
	}

}
