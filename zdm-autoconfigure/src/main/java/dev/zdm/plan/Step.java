package dev.zdm.plan;

import java.util.List;
import java.util.Locale;

import dev.zdm.catalog.LockMode;
import dev.zdm.rule.RelationLock;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan: one statement, or a few that share their transaction, and how it is
 * run.
 *
 * @param sql the statement, or statements with semicolons between them, with names that
 * mean the same whatever the {@code search_path}
 * @param transaction the transaction that it runs in
 * @param patience how long it may wait for its locks
 * @param locks the locks that it takes
 * @param done tells from the catalog that nothing is left to do
 * @param leftover what an earlier, interrupted run may have left in the way, or null
 * @param creates whether it makes something by a name that the user chose, or drops it:
 * found done before anything was begun, the name is taken, or missing, and the server has
 * to say so
 * @param setback what is done when it fails, or null
 * @param fill what is written in batches, or null when the statement is run as it is
 */
public record Step(String sql, StepTransaction transaction, Patience patience, List<RelationLock> locks, Check done,
		@Nullable Leftover leftover, boolean creates, @Nullable Setback setback, @Nullable Fill fill) {

	/**
	 * Creates a step that shares nothing with the caller's list.
	 */
	public Step {
		locks = List.copyOf(locks);
	}

	Step(String sql, StepTransaction transaction, Patience patience, List<RelationLock> locks, Check done,
			@Nullable Leftover leftover) {
		this(sql, transaction, patience, locks, done, leftover, false, null, null);
	}

	/**
	 * The locks whose holders it waits for. A concurrent statement waits for more than
	 * its own locks conflict with: to build an index, for the end of all who write to the
	 * table; to drop, rebuild or detach, for the end of all who use it.
	 * @return the locks of {@link #locks()}, or stronger ones on the same relations
	 */
	public List<RelationLock> awaited() {
		String verb = this.sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
		return switch ((this.transaction == StepTransaction.NONE) ? verb : "") {
			case "CREATE" -> this.locks.stream().map((lock) -> lock.as(LockMode.SHARE)).toList();
			case "DROP", "REINDEX", "ALTER" ->
				this.locks.stream().map((lock) -> lock.as(LockMode.ACCESS_EXCLUSIVE)).toList();
			default -> this.locks;
		};
	}

	/** The same, for a step that makes or drops something by name. */
	Step creating() {
		return creating(true);
	}

	/** The same, for a step whose name was not chosen by the user. */
	Step notCreating() {
		return creating(false);
	}

	private Step creating(boolean creates) {
		return new Step(this.sql, this.transaction, this.patience, this.locks, this.done, this.leftover, creates,
				this.setback, this.fill);
	}

	/** The same, with what is done when it fails. */
	Step or(@Nullable Setback setback) {
		return new Step(this.sql, this.transaction, this.patience, this.locks, this.done, this.leftover, this.creates,
				setback, this.fill);
	}

	/**
	 * The transaction that a step runs in.
	 */
	public enum StepTransaction {

		/** One of its own. */
		OWN,
		/** None: the statement refuses to run inside a transaction block. */
		NONE,
		/** Many, one for each batch of rows. */
		BATCHES

	}

	/**
	 * How long a step may wait for its locks.
	 */
	public enum Patience {

		/** As long as the lock ladder allows: others would wait behind it. */
		LADDER,
		/** As long as it takes: nobody who reads or writes waits behind it. */
		PATIENT

	}

	/**
	 * What an interrupted run may have left behind.
	 *
	 * @param present tells from the catalog whether it is there
	 * @param clearSql removes it, outside of a transaction
	 */
	public record Leftover(Check present, String clearSql) {
	}

	/**
	 * What is done when a step fails.
	 *
	 * @param advice what the user can do about rows that stand in the way; empty when
	 * there is nothing to say
	 * @param undoSql takes back what an earlier step did and others would suffer from, in
	 * a transaction of its own under the lock ladder
	 * @param locks the locks that this takes
	 * @param present tells from the catalog whether there is something to take back
	 */
	public record Setback(String advice, String undoSql, List<RelationLock> locks, Check present) {

		/**
		 * Creates a setback that shares nothing with the caller's list.
		 */
		public Setback {
			locks = List.copyOf(locks);
		}

	}

}
