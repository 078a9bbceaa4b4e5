package dev.zdm.backfill;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Changes rows, and sees that none of them can be met again: where there is no key to
 * tell by, a row that still meets the condition after it was changed would be changed
 * once more, now or in the next pass.
 */
final class DoneOnce {

	private final Sessions sessions;

	private final Target target;

	private final @Nullable String where;

	DoneOnce(Sessions sessions, Backfill backfill, Target target) {
		this.sessions = sessions;
		this.target = target;
		boolean again = target.key().isPlaces() && backfill.change().kind() == Change.Kind.UPDATE;
		this.where = again ? backfill.where() : null;
	}

	/**
	 * Runs a statement that changes rows of the table, in the batch's transaction.
	 * @return how many it changed
	 * @throws HopelessException if one of them could be met again; the transaction must
	 * be rolled back
	 */
	int update(String sql) {
		if (this.where == null) {
			return this.sessions.sql().update(sql);
		}
		return Objects.requireNonNull(this.sessions.sql().queryForObject(watched(sql), (row, number) -> {
			requireNone(row.getLong("again"));
			return row.getInt("changed");
		}));
	}

	/**
	 * As {@link #update(String)}, with parameters. The condition is looked at by a
	 * statement of its own, as a question mark in it is none of them.
	 */
	int update(String sql, Object[] parameters) {
		if (this.where == null) {
			return this.sessions.sql().update(sql, parameters);
		}
		List<String> places = this.sessions.sql()
			.queryForList(sql + " returning " + this.target.name() + ".ctid::text", String.class, parameters);
		String all = places.stream().collect(Collectors.joining("\",\"", "'{\"", "\"}'::tid[]"));
		requireNone(
				places.isEmpty() ? 0
						: Objects
							.requireNonNull(
									this.sessions.sql()
										.queryForObject("select count(*) from " + this.target.from()
												+ " where ctid = any(" + all + ") and (\n" + this.where + "\n)",
												Long.class)));
		return places.size();
	}

	/**
	 * The statement that is really run instead of one without parameters.
	 */
	String watched(String sql) {
		return (this.where == null) ? sql
				: "with zdm_done as (" + sql + " returning (\n" + this.where
						+ "\n) is true as zdm_again) select count(*) "
						+ "as changed, count(*) filter (where zdm_again) as again from zdm_done";
	}

	private void requireNone(long again) {
		if (again > 0) {
			throw new HopelessException(("rows still meet its where after they were set, and would be set again, as %s "
					+ "has no key to tell them by. This batch was rolled back. Set what makes where false, such as a "
					+ "column of its own, or give the table a primary key, in a backfill of another name")
				.formatted(this.target.table()));
		}
	}

}
