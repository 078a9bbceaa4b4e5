package dev.zdm.throttle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * Reads the signals in one background thread and says how fast backfills may go. When no
 * reading has come for a while, for whatever reason, the pace is <em>stopped</em>. Safe
 * for use by several threads.
 */
public final class Throttle implements AutoCloseable {

	/**
	 * What the sessions of backfills call themselves while they are at work
	 * ({@code application_name}), so that others know who it is, and so that the signals
	 * tell our own sessions from others.
	 */
	public static final String APPLICATION_NAME = "zdm backfill";

	private static final Duration STALE = Duration.ofSeconds(2);

	private final @Nullable ReplicaLag replicaLag;

	private final List<Signal> signals;

	private final Clock clock;

	private final Map<String, Double> heldBack = new ConcurrentHashMap<>();

	private @Nullable Sampler sampler;

	private int users;

	/**
	 * Creates a throttle that reads nothing yet.
	 * @param replicaLag the signal of the replicas, or null to do without
	 * @param further more signals
	 * @param clock tells how old readings are
	 * @throws IllegalArgumentException if two signals have the same name
	 */
	public Throttle(@Nullable ReplicaLag replicaLag, List<? extends Signal> further, Clock clock) {
		List<Signal> all = new ArrayList<>(further);
		if (replicaLag != null) {
			all.add(0, replicaLag);
		}
		requireDistinct(all);
		this.replicaLag = replicaLag;
		this.signals = List.copyOf(all);
		this.clock = clock;
	}

	/**
	 * Begins to read the signals, unless it reads them already or there are none. Who
	 * starts it stops it: several may work by one throttle.
	 */
	public synchronized void start() {
		this.users++;
		if (this.sampler == null && !this.signals.isEmpty()) {
			this.sampler = new Sampler(this.signals, this.clock);
			this.sampler.start();
		}
	}

	/**
	 * Stops reading when all have stopped it who started it. It can be started again.
	 */
	public synchronized void stop() {
		this.users = Math.max(0, this.users - 1);
		if (this.users == 0) {
			close();
		}
	}

	/**
	 * Stops reading, whoever started it.
	 */
	@Override
	public synchronized void close() {
		this.users = 0;
		if (this.sampler != null) {
			this.sampler.interrupt();
			this.sampler = null;
		}
	}

	/**
	 * How fast a backfill may go now.
	 * @return the pace; stopped when the signals have not been read lately
	 */
	public Pace pace() {
		if (this.signals.isEmpty()) {
			return Pace.FULL;
		}
		Sampler running = sampler();
		Sampler.Sample last = (running != null) ? running.last() : null;
		if (last == null) {
			return Pace.stopped("throttle", "the signals have not been read yet");
		}
		Duration age = Duration.between(last.at(), Instant.now(this.clock));
		if (age.compareTo(STALE) > 0) {
			return Pace.stopped("throttle", "the signals have not been read for " + age.toSeconds() + " s");
		}
		return last.pace();
	}

	/**
	 * Whether the signals are being read, as they are while a backfill is at work here.
	 * @return false when {@link #pace()} says nothing but that
	 */
	public boolean isRunning() {
		return sampler() != null;
	}

	/**
	 * The replicas as they were last seen. While the signals are not read in the
	 * background, they are read for this call.
	 * @return in the order of their names; empty when there are none
	 */
	public List<ReplicaState> replicas() {
		if (this.replicaLag == null) {
			return List.of();
		}
		if (sampler() == null) {
			this.replicaLag.read();
		}
		return this.replicaLag.replicas();
	}

	/**
	 * The replicas that are asked themselves, which can be read from as well.
	 * @return connections to them, each to one; empty when there are none
	 */
	public List<DataSource> replicaSources() {
		return (this.replicaLag != null) ? this.replicaLag.sources() : List.of();
	}

	/**
	 * What the signals said last.
	 * @return in the order in which they are read; empty while they are not
	 */
	public List<SignalState> signals() {
		Sampler running = sampler();
		Sampler.Sample last = (running != null) ? running.last() : null;
		return (last != null) ? last.observations().stream().map(SignalState::of).toList() : List.of();
	}

	/**
	 * A worker begins to work on a table, which signals about tables look at from now on.
	 * @param table its name, qualified and quoted as in SQL
	 */
	public void enter(String table) {
		tableSignals().forEach((signal) -> signal.enter(table));
	}

	/**
	 * A worker has left a table that it had entered.
	 * @param table the same name
	 */
	public void leave(String table) {
		tableSignals().forEach((signal) -> signal.leave(table));
	}

	private Stream<DeadTuples> tableSignals() {
		return this.signals.stream().filter(DeadTuples.class::isInstance).map(DeadTuples.class::cast);
	}

	/**
	 * Rests after work, for as long as the pace asks for, and counts that time as lost.
	 * The pace is followed while it rests. It returns at once at full speed, and when the
	 * pace is stopped: what to do then is the caller's to say.
	 * @param work how long the work has taken
	 * @param pause waits for the given time at most; says whether to rest on
	 */
	public void rest(Duration work, Predicate<Duration> pause) {
		new Rest(this).after(work, pause);
	}

	/**
	 * Counts time that a backfill lost.
	 * @param pace the pace that held it back
	 * @param time how long
	 */
	public void heldBack(Pace pace, Duration time) {
		if (!pace.signal().isEmpty()) {
			this.heldBack.merge(pace.signal(), time.toNanos() / 1e9, Double::sum);
		}
	}

	/**
	 * How long the backfills of this instance have been held back.
	 * @return seconds by name of the signal, only ever growing
	 */
	public Map<String, Double> heldBackSeconds() {
		return new TreeMap<>(this.heldBack);
	}

	private static void requireDistinct(List<Signal> signals) {
		Set<String> names = new HashSet<>();
		for (Signal signal : signals) {
			if (!names.add(signal.name())) {
				throw new IllegalArgumentException(
						"Two signals are named \"" + signal.name() + "\"; give one of them another name");
			}
		}
	}

	private synchronized @Nullable Sampler sampler() {
		return this.sampler;
	}

}
