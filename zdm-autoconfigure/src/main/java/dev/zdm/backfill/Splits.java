package dev.zdm.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a large table into ranges, on which the workers of all instances work at the
 * same time: many more than there are workers, so that none is left alone with a large
 * one in the end. Where they end is guessed from some pages, which takes as long for a
 * large table as for a small one; that they hold about as many rows each is all that
 * depends on it.
 */
final class Splits {

	/** A few hundred thousand rows: a range of its own costs some ten milliseconds. */
	private static final long RANGE_BYTES = 32 * 1024 * 1024;

	private static final int MOST = 64;

	private static final int MOST_IN_ALL = 1024;

	private static final int SAMPLED_PAGES_FOR_EACH = 8;

	private static final String BYTES = "select pg_relation_size(?::bigint::oid::regclass)";

	private static final String PAGES = "select pg_relation_size(?::bigint::oid::regclass) / current_setting('block_size')::int";

	private final Sessions sessions;

	Splits(Sessions sessions) {
		this.sessions = sessions;
	}

	/**
	 * The positions at which ranges end, but for the last one, in the order of the key.
	 * @param upper the last position of all
	 * @param tables how many tables or partitions the backfill has
	 */
	List<List<String>> of(KeysetBatches keyset, List<String> upper, int tables) {
		int ranges = (int) Math.min(number(BYTES, keyset) / RANGE_BYTES, Math.min(MOST, MOST_IN_ALL / tables));
		if (ranges < 2) {
			return List.of();
		}
		if (keyset.key().isPlaces()) {
			return IntStream.range(1, ranges).mapToObj((i) -> keyset.pages().bound(upper, i, ranges)).toList();
		}
		double percent = Math.min(100, 100.0 * ranges * SAMPLED_PAGES_FOR_EACH / number(PAGES, keyset));
		List<List<String>> sample = keyset.sample(percent, upper);
		List<List<String>> bounds = new ArrayList<>();
		for (int i = 1; i < ranges && !sample.isEmpty(); i++) {
			List<String> bound = sample.get((int) ((long) sample.size() * i / ranges));
			if (!bound.equals(upper) && !bounds.contains(bound)) {
				bounds.add(bound);
			}
		}
		return bounds;
	}

	private long number(String sql, KeysetBatches keyset) {
		return this.sessions.jdbc().sql(sql).param(keyset.oid()).query(Long.class).single();
	}

}
