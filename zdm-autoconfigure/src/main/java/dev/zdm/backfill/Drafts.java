package dev.zdm.backfill;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes drafts of a backfill's batches.
 */
final class Drafts {

	private final KeysetBatches keyset;

	private final Change change;

	private final ComputedRows computed;

	/**
	 * Creates the maker of drafts for one table.
	 * @param limits for the transactions in which rows are read beforehand
	 */
	Drafts(Sessions sessions, Limits limits, KeysetBatches keyset) {
		this.keyset = keyset;
		this.change = keyset.change();
		ComputeColumns columns = (this.change instanceof ComputeColumns compute) ? compute : ComputeColumns.NONE;
		this.computed = new ComputedRows(sessions, limits, keyset, columns);
	}

	/**
	 * Drafts a batch.
	 * @param next finds its rows; run once or again, in whatever transaction is right for
	 * it
	 */
	Draft of(Supplier<Chunk> next) {
		return (this.change instanceof ComputeColumns compute)
				? ComputedDraft.of(this.computed, compute.computation(), next) : new StatementDraft(this.keyset, next);
	}

	/**
	 * Has the server understand and plan what batches do, without running it.
	 * @param position one of the table's; empty when it is empty
	 */
	void explain(Optional<List<String>> position) {
		if (this.change instanceof ComputeColumns) {
			this.computed.explain(position.map((last) -> this.keyset.within(Portion.at(last))).orElse("false"));
		}
		else {
			this.keyset.explain(position);
		}
	}

}
