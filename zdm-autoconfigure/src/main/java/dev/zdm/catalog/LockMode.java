package dev.zdm.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The table-level lock modes of PostgreSQL, weakest first.
 *
 * @see <a href="https://www.postgresql.org/docs/18/explicit-locking.html">Explicit
 * Locking</a>
 */
public enum LockMode {

	/** Taken by {@code SELECT}. */
	ACCESS_SHARE("AccessShareLock", 8),
	/** Taken by {@code SELECT … FOR UPDATE} and on referenced tables. */
	ROW_SHARE("RowShareLock", 7, 8),
	/** Taken by {@code INSERT}, {@code UPDATE}, {@code DELETE}, {@code MERGE}. */
	ROW_EXCLUSIVE("RowExclusiveLock", 5, 6, 7, 8),
	/** Taken by {@code VACUUM}, concurrent index builds, {@code VALIDATE CONSTRAINT}. */
	SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", 4, 5, 6, 7, 8),
	/** Taken by {@code CREATE INDEX}; blocks writes. */
	SHARE("ShareLock", 3, 4, 6, 7, 8),
	/** Taken by {@code ADD FOREIGN KEY}, {@code CREATE TRIGGER}; blocks writes. */
	SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", 3, 4, 5, 6, 7, 8),
	/** Taken by {@code REFRESH MATERIALIZED VIEW CONCURRENTLY}; blocks writes. */
	EXCLUSIVE("ExclusiveLock", 2, 3, 4, 5, 6, 7, 8),
	/** Taken by most of {@code ALTER TABLE}; blocks everything, reads too. */
	ACCESS_EXCLUSIVE("AccessExclusiveLock", 1, 2, 3, 4, 5, 6, 7, 8);

	private final String pgName;

	private final Set<Integer> conflicts;

	LockMode(String pgName, Integer... conflicts) {
		this.pgName = pgName;
		this.conflicts = Set.of(conflicts);
	}

	/**
	 * The mode's name in {@code pg_locks}.
	 * @return for example {@code AccessExclusiveLock}
	 */
	public String pgName() {
		return this.pgName;
	}

	/**
	 * The mode's name in SQL.
	 * @return for example {@code ACCESS EXCLUSIVE}
	 */
	public String sqlName() {
		return name().replace('_', ' ');
	}

	/**
	 * Whether two transactions cannot hold these modes on one relation.
	 * @param other the other transaction's mode
	 * @return whether one must wait for the other
	 */
	public boolean conflictsWith(LockMode other) {
		return this.conflicts.contains(other.ordinal() + 1);
	}

	/**
	 * The modes that others must not hold on a relation while this one is held.
	 * @return the modes, the weakest first
	 */
	public List<LockMode> conflicts() {
		return Arrays.stream(values()).filter(this::conflictsWith).toList();
	}

	/**
	 * Whether a transaction that holds this mode stops writes, and perhaps reads, of
	 * others.
	 * @return whether {@code INSERT}, {@code UPDATE} and {@code DELETE} wait
	 */
	public boolean blocksWrites() {
		return conflictsWith(ROW_EXCLUSIVE);
	}

	/**
	 * Finds a mode by its name in {@code pg_locks}.
	 * @param pgName the name there
	 * @return the mode
	 * @throws IllegalArgumentException if there is no such mode
	 */
	public static LockMode fromPgName(String pgName) {
		for (LockMode mode : values()) {
			if (mode.pgName.equals(pgName)) {
				return mode;
			}
		}
		throw new IllegalArgumentException("PostgreSQL has no table-level lock mode " + pgName);
	}

}
