package dev.zdm.backfill;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How a definition stands just now.
 *
 * @param progress how far it is; null when nobody has begun it
 * @param rows how many rows of the table still meet its condition, also such as came
 * after it began, counted up to a limit; or, without a condition, about how many are
 * left; null when they could not be counted in half a minute
 */
public record BackfillOutlook(@Nullable BackfillProgress progress, @Nullable Long rows) {

	/**
	 * Where it stands.
	 * @return empty when nobody has begun it
	 */
	public Optional<BackfillState> state() {
		return Optional.ofNullable(this.progress).map(BackfillProgress::state);
	}

	/**
	 * Whether what builds on it may follow: it is done, no row is put aside, and as far
	 * as is known none meets its condition, whenever it was written.
	 * @return whether nothing is left
	 */
	public boolean isGood() {
		if (this.progress == null || this.progress.state() != BackfillState.DONE || this.progress.rowsAside() > 0) {
			return false;
		}
		Long left = (this.rows != null) ? this.rows : this.progress.rowsLeft();
		return left == null || left == 0;
	}

}
