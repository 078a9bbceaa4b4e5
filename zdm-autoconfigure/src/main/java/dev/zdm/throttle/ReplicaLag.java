package dev.zdm.throttle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import javax.sql.DataSource;

/**
 * The lag of the worst replica, read on the primary from {@code pg_stat_replication}.
 * <ul>
 * <li>A replica that has replayed all there is has no lag, whatever the view's time
 * columns say: they keep an old value for up to ten seconds.</li>
 * <li>A replica that was there before and is not now makes the lag unknown, as does a
 * role that may not see the replicas' state.</li>
 * <li>A primary that never had a replica has no lag.</li>
 * <li>Only direct physical standbys count; cascading ones are not visible on the
 * primary.</li>
 * </ul>
 */
public final class ReplicaLag implements Signal {

	/** A lag limit below this is watched more closely. */
	private static final Duration CLOSE = Duration.ofSeconds(2);

	private final Duration limit;

	private final WhenUnknown whenUnknown;

	private final ReplicationReader reader;

	private final ReplicaWatch watch;

	private volatile List<ReplicaState> replicas = List.of();

	/**
	 * Creates the signal; nothing is asked of the database yet.
	 * @param dataSource connections to the primary
	 * @param limit the lag at which backfills stop; above zero
	 * @param whenUnknown what happens while the lag cannot be read
	 * @param ignored the replicas that do not count, by {@code application_name} or name
	 * of their replication slot
	 */
	public ReplicaLag(DataSource dataSource, Duration limit, WhenUnknown whenUnknown, Collection<String> ignored) {
		if (limit.isNegative() || limit.isZero()) {
			throw new IllegalArgumentException("The limit of replica lag must be above zero, not " + limit
					+ ": set zdm.throttle.replica-lag.limit");
		}
		this.limit = limit;
		this.whenUnknown = whenUnknown;
		this.reader = new ReplicationReader(dataSource);
		this.watch = new ReplicaWatch(ignored);
	}

	@Override
	public String name() {
		return "replica-lag";
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.whenUnknown;
	}

	@Override
	public Duration every() {
		return (this.limit.compareTo(CLOSE) < 0) ? Duration.ofMillis(250) : Duration.ofSeconds(1);
	}

	@Override
	public synchronized Reading read() {
		try {
			return read(this.watch.judge(this.reader.read()));
		}
		catch (SQLException ex) {
			String reason = "the primary cannot be asked (SQLSTATE " + ex.getSQLState() + ")";
			this.replicas = this.replicas.stream().map((state) -> state.notRead(reason)).toList();
			return Reading.unknown(reason);
		}
	}

	private Reading read(List<ReplicaState> states) {
		this.replicas = states;
		return states.stream()
			.filter(ReplicaState::unknown)
			.findFirst()
			.map((state) -> Reading.unknown("replica " + state.name() + " " + state.note()))
			.orElseGet(() -> worst(states));
	}

	/**
	 * The replicas as they were at the last reading.
	 * @return in the order of their names; empty when there are none or nothing was read
	 * yet
	 */
	public List<ReplicaState> replicas() {
		return this.replicas;
	}

	private Reading worst(List<ReplicaState> states) {
		return states.stream()
			.filter(ReplicaState::counted)
			.max(Comparator.comparing(ReplicaState::lagOrZero))
			.map((state) -> reading(state.lagOrZero(), "replica " + state.name()))
			.orElseGet(() -> reading(Duration.ZERO, "no replicas"));
	}

	private Reading reading(Duration lag, String subject) {
		return Reading.of(seconds(lag), seconds(this.limit), "s", subject);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
