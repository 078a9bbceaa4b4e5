package dev.zdm.backfill;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One statement over the rows of a batch, which leaves nothing to be done beforehand.
 */
final class StatementDraft implements Draft {

	private final KeysetBatches keyset;

	private final Supplier<Chunk> next;

	private @Nullable Chunk chunk;

	StatementDraft(KeysetBatches keyset, Supplier<Chunk> next) {
		this.keyset = keyset;
		this.next = next;
	}

	@Override
	public Chunk chunk() {
		Chunk found = this.chunk;
		if (found == null) {
			found = this.next.get();
			this.chunk = found;
		}
		return found;
	}

	@Override
	public int write(List<List<String>> except) {
		return this.keyset.update(chunk().portion().without(except));
	}

	@Override
	public String analyze() {
		return this.keyset.analyze(chunk().portion());
	}

	@Override
	public Draft again() {
		return new StatementDraft(this.keyset, this.next);
	}

}
