package dev.zdm.backfill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Counts what is left over on a replica that has all that the backfill did. Each count
 * asks the very server that it runs on how far that is, so what stands between us and the
 * replicas may choose another one each time. A replica that fails, or does not have all
 * in time, is not asked again. Used once, by one thread.
 */
final class ReplicaCount {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Duration LOOK_EVERY = Duration.ofMillis(200);

	/** At least what was committed before, whatever is on disk of it. */
	private static final String WRITTEN = "select pg_current_wal_insert_lsn()::text";

	private static final String REPLAYED = """
			select case when not pg_is_in_recovery() then 'is none'
			            when pg_last_wal_replay_lsn() < ?::pg_lsn then 'is behind' else '' end
			""";

	private final Shift shift;

	private final KeysetBatches keyset;

	private final List<Sessions> replicas = new ArrayList<>();

	private final RangeTable ranges;

	private final long begun = System.nanoTime();

	private @Nullable String written;

	ReplicaCount(Shift shift, KeysetBatches keyset) {
		Workshop workshop = shift.workshop();
		this.shift = shift;
		this.keyset = keyset;
		this.ranges = new RangeTable(workshop.sessions());
		for (DataSource replica : workshop.throttle().replicaSources()) {
			this.replicas.add(new Sessions(replica));
		}
	}

	/**
	 * Counts the first rows of a range.
	 * @param rows how many rows to look at
	 * @return empty if there is no replica to ask
	 * @throws FencedException if the range is no longer the claim's
	 */
	Optional<Counted> count(Claim claim, KeyRange range, int rows) {
		while (!this.replicas.isEmpty() && !this.shift.over()) {
			Iterator<Sessions> each = this.replicas.iterator();
			while (each.hasNext()) {
				Look look = look(each.next(), range, rows);
				if (look.counted() != null) {
					return Optional.of(look.counted());
				}
				if (!look.problem().equals("is behind") || late()) {
					each.remove();
					this.shift.workshop().announcer().notOnReplica(this.shift.job(), look.problem());
				}
			}
			if (!this.replicas.isEmpty()) {
				this.ranges.touch(claim, 0, "waits for the replica before it counts what is left over", null);
				this.shift.await(LOOK_EVERY);
			}
		}
		return Optional.empty();
	}

	private boolean late() {
		return System.nanoTime() - this.begun > PATIENCE.toNanos();
	}

	/**
	 * A primary that does not say how far it is counts as a replica that cannot be asked.
	 */
	private Look look(Sessions replica, KeyRange range, int rows) {
		try {
			String required = written();
			KeysetBatches there = this.keyset.on(replica);
			return replica.inTransaction(Verification.LIMITS.along(there), () -> {
				String problem = replica.jdbc().sql(REPLAYED).param(required).query(String.class).single();
				return problem.isEmpty() ? new Look("", Counted.of(there, range, rows)) : new Look(problem, null);
			});
		}
		catch (DataAccessException | TransactionException ex) {
			return new Look("cannot be asked: " + Failure.of(ex).describe(), null);
		}
	}

	private String written() {
		String known = this.written;
		if (known == null) {
			known = this.shift.workshop().sessions().jdbc().sql(WRITTEN).query(String.class).single();
			this.written = known;
		}
		return known;
	}

	/**
	 * What a replica says.
	 *
	 * @param problem why it does not count; empty if it does
	 * @param counted what it counted; null if it does not
	 */
	private record Look(String problem, @Nullable Counted counted) {

	}

}
