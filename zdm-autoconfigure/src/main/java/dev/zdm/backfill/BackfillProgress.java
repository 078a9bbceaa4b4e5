package dev.zdm.backfill;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a backfill is, as any instance sees it.
 *
 * @param name its name
 * @param table its table, qualified and quoted as in SQL
 * @param state where it stands
 * @param reason why it stands there or goes slowly; empty when there is nothing to say
 * @param pace the share of time it may work: 1 at full speed, 0 stopped
 * @param rowsDone how many rows it has changed
 * @param rowsEstimated how many rows its table had when it began, about
 * @param rowsRemaining how many rows it has still to look at, about
 * @param percent how much of the table it has passed; never goes back, 100 only when done
 * @param watermarkPercent how much of the table lies before the first part that no worker
 * has passed, with what is passed of that part: with several parts less than the percent;
 * never goes back. The position itself, whose key may be personal data, is told by
 * {@link Backfills#watermark} only
 * @param rate rows changed per second over the last minute
 * @param timeLeft how long it would go on at the speed it last had, stops not counted;
 * null when done or not known
 * @param expectedAt when it would be done at that speed, with the hours in which it is
 * worked on counted; null when it stands still or that is not known
 * @param batches how many batches were committed
 * @param batchRows how many rows a batch has now
 * @param mode {@code plain} when batches follow one another along the key,
 * {@code striped} when they take every eighth row of a window at a time, or fewer, so
 * that most updates touch no index
 * @param inStep whether a trigger keeps its columns in step in rows that are written
 * @param startedAt when a worker first took it up; null when none did
 * @param finishedAt when it was done; null before
 * @param lastError the last error, with its SQLSTATE; null when there was none
 * @param rowsLeft how many rows in the covered range were still to be done after the end:
 * they met its condition, or the other table had no row for them; null when that was not
 * counted
 * @param rowsAside how many rows could not be changed and are put aside in table
 * {@code zdm.backfill_aside}, with key and SQLSTATE; resuming the backfill tries them
 * again
 * @param rowsHeld how many rows others held when it was their turn; they are done last,
 * and while nothing else is left the reason says who still holds them
 * @param preflight what a batch that was rolled back said of it before the first real
 * one; null when there was none
 */
public record BackfillProgress(String name, String table, BackfillState state, String reason, double pace,
		long rowsDone, long rowsEstimated, long rowsRemaining, double percent, double watermarkPercent, double rate,
		@Nullable Duration timeLeft, @Nullable Instant expectedAt, long batches, int batchRows, String mode,
		boolean inStep, @Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable String lastError,
		@Nullable Long rowsLeft, long rowsAside, long rowsHeld, @Nullable BackfillPreflight preflight) {

}
