package dev.zdm.backfill;

import java.util.List;

/**
 * Computes new values for rows, a batch at a time.
 * <p>
 * It is called outside of any transaction, while no row is locked, and may take its time.
 * What it returns is written only where the row is still the one that was read; a row
 * that was changed meanwhile is read again and passed once more. So what is written was
 * always computed from the row that it replaces, and each row is written at most once;
 * but the function itself may see a row several times, also after a crash, and what it
 * does elsewhere must stand that. After three attempts rows that are changed all the time
 * are locked while the function works on them.
 * <p>
 * It must be safe for several threads where there are several workers.
 */
@FunctionalInterface
public interface RowFunction {

	/**
	 * Computes.
	 * @param rows some rows, in the order of the key; never empty
	 * @return the rows to change, each one of those that were passed, with its new values
	 * by {@link BackfillRow#with}. A row that is left out, or that has no new value,
	 * stays as it is
	 * @throws Exception if a row among these cannot be computed: it is searched for by
	 * passing fewer rows, and put aside. What wraps an SQLException is judged by that
	 * one, so a lost connection is waited for
	 */
	List<BackfillRow> apply(List<BackfillRow> rows) throws Exception;

}
