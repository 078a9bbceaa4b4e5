package dev.zdm.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.zdm.backfill.BackfillPreflight;
import dev.zdm.backfill.BackfillProgress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A backfill, as the endpoint shows it.
 *
 * @param name its name
 * @param table its table, qualified and quoted as in SQL
 * @param state {@code waiting}, {@code running}, {@code paused}, {@code cancelled},
 * {@code done} or {@code failed}
 * @param reason why it stands there or goes slowly; empty when there is nothing to say
 * @param rowsDone how many rows it has changed
 * @param rowsEstimated how many rows its table had when it began, about
 * @param rowsRemaining how many rows it has still to look at, about
 * @param percent how much of the table it has passed; 100 only when done
 * @param watermarkPercent how much of the table is passed from its beginning without a
 * gap; with several workers less than the percent
 * @param rate rows changed per second over the last minute
 * @param timeLeft how long it would go on at the speed it last had; null when done or not
 * known
 * @param expectedAt when it would be done at that speed, with the hours in which it is
 * worked on counted; null when it stands still or that is not known
 * @param pace the share of time it may work: 1 at full speed, 0 stopped
 * @param batches how many batches were committed
 * @param batchRows how many rows a batch has now
 * @param mode {@code plain} or {@code striped}: whether batches follow one another along
 * the key, or take every eighth row of a window, or fewer, at a time
 * @param inStep whether a trigger keeps its columns in step in rows that are written; it
 * stays when the backfill is done, until it is released
 * @param startedAt when a worker first took it up; null when none did
 * @param finishedAt when it was done; null before
 * @param lastError the last error, with its SQLSTATE; null when there was none
 * @param rowsLeft how many rows in the covered range were still to be done after the end;
 * null when that was not counted
 * @param rowsAside how many rows could not be changed and are put aside in table
 * {@code zdm.backfill_aside}
 * @param rowsHeld how many rows others held when it was their turn; they are done last
 * @param preflight what a batch that was rolled back said of it before the first real
 * one; null when there was none
 */
public record BackfillDescriptor(String name, String table, String state, String reason, long rowsDone,
		long rowsEstimated, long rowsRemaining, double percent, double watermarkPercent, double rate,
		@Nullable Duration timeLeft, @Nullable Instant expectedAt, double pace, long batches, int batchRows,
		String mode, boolean inStep, @Nullable Instant startedAt, @Nullable Instant finishedAt,
		@Nullable String lastError, @Nullable Long rowsLeft, long rowsAside, long rowsHeld,
		@Nullable PreflightDescriptor preflight) implements OperationResponseBody {

	static BackfillDescriptor of(BackfillProgress progress) {
		return new BackfillDescriptor(progress.name(), progress.table(), progress.state().toString(), progress.reason(),
				progress.rowsDone(), progress.rowsEstimated(), progress.rowsRemaining(), progress.percent(),
				progress.watermarkPercent(), Math.round(progress.rate() * 10) / 10.0, progress.timeLeft(),
				progress.expectedAt(), progress.pace(), progress.batches(), progress.batchRows(), progress.mode(),
				progress.inStep(), progress.startedAt(), progress.finishedAt(), progress.lastError(),
				progress.rowsLeft(), progress.rowsAside(), progress.rowsHeld(),
				PreflightDescriptor.of(progress.preflight()));
	}

	/**
	 * What one batch, run and rolled back, said of a backfill: a guess at what the whole
	 * would be at full speed and in plain batches.
	 *
	 * @param rows how many rows the batch looked at
	 * @param rowsChanged how many of them it changed
	 * @param rowsPerSecond how many rows it looked at in a second
	 * @param walBytesPerRow how much WAL it wrote for each row that it changed
	 * @param hotShare the share of its updates that touched no index, from 0 to 1
	 * @param expectedDuration how long the backfill would take
	 * @param expectedWalBytes how much WAL it would write
	 * @param expectedGrowthBytes how much larger the table and its indexes would be
	 * without vacuum
	 * @param triggers the triggers that fired
	 * @param warnings what makes it dearer than it could be, or what others will notice
	 */
	public record PreflightDescriptor(long rows, long rowsChanged, double rowsPerSecond, double walBytesPerRow,
			double hotShare, Duration expectedDuration, long expectedWalBytes, long expectedGrowthBytes,
			List<String> triggers, List<String> warnings) {

		static @Nullable PreflightDescriptor of(@Nullable BackfillPreflight preflight) {
			return (preflight == null) ? null
					: new PreflightDescriptor(preflight.rows(), preflight.rowsChanged(),
							Math.rint(preflight.rowsPerSecond()), Math.rint(preflight.walBytesPerRow()),
							Math.round(preflight.hotShare() * 100) / 100.0, preflight.expectedDuration(),
							preflight.expectedWalBytes(), preflight.expectedGrowthBytes(), preflight.triggers(),
							preflight.warnings());
		}

	}

}
