package dev.zdm.backfill;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A range as it is first entered into the journal.
 *
 * @param partition the name of the partition whose rows it holds; null for the backfill's
 * own table
 * @param signature of the key along which it is walked
 * @param lower the position before its first one; null for the beginning of the table
 * @param upper its last position
 */
record NewRange(@Nullable String partition, String signature, @Nullable List<String> lower, List<String> upper) {

}
