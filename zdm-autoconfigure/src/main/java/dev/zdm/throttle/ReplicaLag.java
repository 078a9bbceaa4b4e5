package dev.zdm.throttle;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lag of the worst replica.
 * <ul>
 * <li>A replica that has replayed all there is has no lag, whatever the time columns of
 * {@code pg_stat_replication} say: they keep an old value for up to ten seconds.</li>
 * <li>The lag that counts is the one that there is or the one that there will be when
 * what is written now comes to be replayed, whichever is worse.</li>
 * <li>A replica that was there before and is not now makes the lag unknown, as does a
 * role that may not see the replicas' state. Replicas are remembered in
 * {@code zdm.replica}.</li>
 * <li>A primary that never had a replica has no lag.</li>
 * <li>Direct physical standbys count, and Aurora's readers. Logical slots count when
 * there is a limit in bytes. Cascading standbys are not visible on the primary: they
 * count when they are among the replicas to be asked themselves.</li>
 * </ul>
 */
public final class ReplicaLag implements ServerSignal {

	private static final Logger logger = LoggerFactory.getLogger(ReplicaLag.class);

	/**
	 * How many readings there are within the limit, so that there is time to slow down.
	 */
	private static final int READINGS = 8;

	private static final Duration OFTEN = Duration.ofMillis(100);

	private static final Duration SELDOM = Duration.ofSeconds(1);

	private final DataSource primary;

	private final ReplicaLimits limits;

	private final DirectReplicas direct;

	private final ReplicaWatch watch;

	private final ReplicaMemory memory;

	private @Nullable ReplicaSource source;

	private boolean warned;

	private volatile List<ReplicaState> replicas = List.of();

	/**
	 * Creates the signal; nothing is asked of the database yet.
	 * @param primary connections to the primary
	 * @param direct connections to replicas, each to one, that are to be asked themselves
	 * @param limits how far replicas may be behind
	 */
	public ReplicaLag(DataSource primary, List<DataSource> direct, ReplicaLimits limits) {
		this.primary = primary;
		this.limits = limits;
		this.direct = new DirectReplicas(direct);
		this.watch = new ReplicaWatch(limits);
		this.memory = new ReplicaMemory(limits.forgetAfter());
	}

	/**
	 * Creates the signal with a limit in time.
	 * @param dataSource connections to the primary
	 * @param limit the lag at which backfills stop; above zero
	 * @param whenUnknown what happens while the lag cannot be read
	 * @param ignored the replicas that do not count, by {@code application_name} or name
	 * of their replication slot
	 */
	public ReplicaLag(DataSource dataSource, Duration limit, WhenUnknown whenUnknown, Collection<String> ignored) {
		this(dataSource, List.of(), ReplicaLimits.of(limit).whenUnknown(whenUnknown).ignoring(ignored));
	}

	@Override
	public String name() {
		return "replica-lag";
	}

	@Override
	public WhenUnknown whenUnknown() {
		return this.limits.whenUnknown();
	}

	@Override
	public Duration every() {
		Duration every = this.limits.time().dividedBy(READINGS);
		return (every.compareTo(OFTEN) < 0) ? OFTEN : (every.compareTo(SELDOM) > 0) ? SELDOM : every;
	}

	@Override
	public DataSource server() {
		return this.primary;
	}

	@Override
	public Reading read() {
		try (Round round = new Round(this.primary)) {
			return read(round);
		}
	}

	@Override
	public synchronized Reading read(Round round) {
		try {
			ReplicationSnapshot snapshot = source(round).read(round).with(this.direct.read());
			List<ReplicaState> gone = this.memory.missing(round, this.watch.present(snapshot), snapshot.at(),
					this.limits.ignored());
			List<ReplicaState> states = new ArrayList<>(this.watch.judge(snapshot, this.memory.names()));
			states.addAll(gone);
			this.replicas = List.copyOf(states);
			this.memory.nudge(round, this.watch.silent(snapshot));
			warn(snapshot);
			return reading(states);
		}
		catch (SQLException ex) {
			String reason = "the primary cannot be asked (SQLSTATE " + ex.getSQLState() + ")";
			this.replicas = this.replicas.stream().map((state) -> state.notRead(reason)).toList();
			return Reading.unknown(reason);
		}
	}

	/**
	 * The replicas as they were at the last reading.
	 * @return in the order of their names; empty when there are none or nothing was read
	 * yet
	 */
	public List<ReplicaState> replicas() {
		return this.replicas;
	}

	List<DataSource> sources() {
		return this.direct.sources();
	}

	private ReplicaSource source(Round round) throws SQLException {
		ReplicaSource known = this.source;
		if (known == null) {
			known = AuroraReplicas.exist(round) ? new AuroraReplicas() : new StreamingReplicas();
			this.source = known;
		}
		return known;
	}

	private Reading reading(List<ReplicaState> states) {
		return states.stream()
			.filter(ReplicaState::unknown)
			.findFirst()
			.map((state) -> Reading.unknown("replica " + state.name() + " " + state.note()))
			.orElseGet(() -> worst(states));
	}

	private Reading worst(List<ReplicaState> states) {
		return states.stream()
			.filter(ReplicaState::counted)
			.map(this.limits::reading)
			.max(Comparator.comparingDouble(Reading::use))
			.orElseGet(() -> Reading.of(0, this.limits.time().toNanos() / 1e9, "s", "no replicas"));
	}

	private void warn(ReplicationSnapshot snapshot) {
		if (!this.warned && snapshot.rows().stream().anyMatch(ReplicaRow::hidden)) {
			this.warned = true;
			logger.warn("Role {} may not see how far replicas are behind; run: grant pg_monitor to {}", snapshot.role(),
					snapshot.role());
		}
	}

}
