package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The rows of a batch with values that Java has computed for them. What was computed for
 * a row is good for as long as nobody changes that row; after some attempts rows are
 * locked before the rest is computed.
 */
final class ComputedDraft implements Draft {

	/** Without locks. */
	private static final int ATTEMPTS = 3;

	private final ComputedRows rows;

	private final RowFunction function;

	private final Chunk chunk;

	private final int attempt;

	/** By version; the row itself when it is to stay as it is. */
	private final Map<BackfillRow.Version, BackfillRow> known;

	private List<BackfillRow> current;

	private ComputedDraft(ComputedRows rows, RowFunction function, Chunk chunk, int attempt,
			Map<BackfillRow.Version, BackfillRow> known) {
		this.rows = rows;
		this.function = function;
		this.chunk = chunk;
		this.attempt = attempt;
		this.known = known;
		this.current = List.of();
	}

	/**
	 * Reads the rows of the next chunk and computes.
	 */
	static ComputedDraft of(ComputedRows rows, RowFunction function, Supplier<Chunk> next) {
		ComputedRows.Read read = rows.read(next);
		ComputedDraft draft = new ComputedDraft(rows, function, read.chunk(), 1, new HashMap<>());
		draft.compute(read.rows());
		return draft;
	}

	@Override
	public Chunk chunk() {
		return this.chunk;
	}

	@Override
	public int write(List<List<String>> except) {
		Portion portion = this.chunk.portion().without(except);
		if (this.attempt > ATTEMPTS) {
			compute(this.rows.lock(portion));
		}
		Set<List<String>> left = Set.copyOf(except);
		List<BackfillRow> changed = changed().stream().filter((row) -> !left.contains(row.version().key())).toList();
		if (this.rows.write(portion, changed) < changed.size()) {
			throw new StaleRowsException();
		}
		return changed.size();
	}

	@Override
	public String analyze() {
		return this.rows.analyze(this.chunk.portion(), changed());
	}

	@Override
	public Draft again() {
		ComputedDraft draft = new ComputedDraft(this.rows, this.function, this.chunk, this.attempt + 1, this.known);
		if (draft.attempt <= ATTEMPTS) {
			draft.compute(this.rows.read(() -> this.chunk).rows());
		}
		return draft;
	}

	private List<BackfillRow> changed() {
		return this.current.stream()
			.map((row) -> this.known.getOrDefault(row.version(), row))
			.filter((row) -> !row.changes().isEmpty())
			.toList();
	}

	private void compute(List<BackfillRow> read) {
		List<BackfillRow> unknown = read.stream().filter((row) -> !this.known.containsKey(row.version())).toList();
		unknown.forEach((row) -> this.known.put(row.version(), row));
		if (!unknown.isEmpty()) {
			Set<BackfillRow.Version> open = new HashSet<>(unknown.stream().map(BackfillRow::version).toList());
			for (BackfillRow row : call(unknown)) {
				if (row == null || !open.remove(row.version())) {
					throw new RowMisuseException(
							"the row function returns a row that it was not passed, or returns one twice");
				}
				this.known.put(row.version(), row);
			}
		}
		this.current = new ArrayList<>(read);
	}

	private List<BackfillRow> call(List<BackfillRow> unknown) {
		try {
			List<BackfillRow> rows = this.function.apply(unknown);
			if (rows == null) {
				throw new RowMisuseException("the row function returns null; return an empty list to change nothing");
			}
			return rows;
		}
		catch (RowMisuseException ex) {
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RowFunctionException(ex);
		}
		catch (Exception ex) {
			throw new RowFunctionException(ex);
		}
	}

}
